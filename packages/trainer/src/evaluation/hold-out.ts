import { createRandom } from '@romae/core'
import type { OptionsOf, Schema } from '@romae/internal/options'
import { readOptions } from '../check-options.ts'
import { type ClassLabel, labelTexts } from '../data/labels.ts'
import { errors } from '../errors.ts'
import { countLabels, type Unit, unitsOf } from './grouped.ts'
import { division, type Fold } from './k-fold.ts'

/** What to hold samples out for: with one seed, each has a random stream of its own. */
const streams = { test: 'held-out', validation: 'validation' } as const

const schema = {
  fraction: { kind: 'number', least: 0, below: 1, required: true, help: 'of the samples' },
  ...division,
  purpose: {
    kind: 'choice',
    of: ['test', 'validation'],
    default: 'test',
    help: 'two divisions with one seed are drawn apart: first a `test` part, and a `validation` part of the rest',
  },
} as const satisfies Schema

/** How many samples to hold out, and which stay together. */
export interface HoldOutOptions extends OptionsOf<typeof schema> {}

/**
 * Divides samples for training and something else, at random but by the seed: a pure function of its arguments.
 *
 * Each label keeps at least one sample for training, and with `groups` at least one group; a label of which there is no
 * more has none in the held-out part. Where groups have samples of several labels, or many, parts are as near to the
 * fraction as whole groups allow.
 *
 * @param labels one a sample
 * @returns `test` is the part that is held out
 * @throws RomaeError `TRAINER_OPTION`, `TRAINER_UNKNOWN_OPTION`, `TRAINER_LABEL`, `TRAINER_COUNT_MISMATCH`;
 *   `TRAINER_HOLD_OUT` where one of the parts would be empty
 */
export function holdOut(labels: readonly ClassLabel[], options: HoldOutOptions): Fold {
  const { fraction, groups, seed, stratify, purpose } = readOptions('holdOut', schema, options)
  const units = unitsOf(stratify ? labelTexts(labels) : Array.from(labels, () => ''), groups)
  const held = chooseUnits(units, fraction, (name) => {
    const stream = createRandom(seed, streams[purpose], ...(name === null ? ['groups', 'of several labels'] : [name]))
    return (indices) => [...stream.shuffle(Int32Array.from(indices))]
  })
  const samples = [...labels.keys()]
  const [train, test] = [samples.filter((sample) => !held.has(sample)), samples.filter((sample) => held.has(sample))]
  if (train.length === 0 || test.length === 0) {
    throw errors.TRAINER_HOLD_OUT({ samples: samples.length, groups: groups && units.length, fraction })
  }
  return { train, test }
}

/** @param shuffler the order of the units of one label, or (null) of those of several */
function chooseUnits(
  units: readonly Unit[],
  fraction: number,
  shuffler: (label: string | null) => (indices: readonly number[]) => number[],
): Set<number> {
  const totals = countLabels(units)
  const heldCounts = new Map<string, number>()
  const held = new Set<number>()
  const heldOf = (label: string) => heldCounts.get(label) ?? 0
  const leavesSome = ({ counts }: Unit) =>
    [...counts].every(([label, count]) => heldOf(label) + count < totals.get(label)!)
  const take = ({ samples, counts }: Unit) => {
    for (const sample of samples) held.add(sample)
    for (const [label, count] of counts) heldCounts.set(label, heldOf(label) + count)
  }
  const { pure, mixed } = byLabels(units)
  for (const index of mixed.length === 0 ? [] : shuffler(null)(mixed)) {
    const unit = units[index]!
    // How much farther from its target, fraction · N, taking the unit brings each label: (h + u - f N)² - (h - f N)², over N.
    const change = [...unit.counts].reduce((sum, [label, count]) => {
      const total = totals.get(label)!
      return sum + (count * (2 * (heldOf(label) - fraction * total) + count)) / total
    }, 0)
    if (change < 0 && leavesSome(unit)) take(unit)
  }
  for (const [label, total] of totals) {
    const target = Math.min(Math.round(fraction * total), total - 1)
    for (const index of shuffler(label)(pure.get(label) ?? [])) {
      const unit = units[index]!
      // As long as it brings the number nearer to the target.
      if (heldOf(label) + unit.samples.length / 2 < target && leavesSome(unit)) take(unit)
    }
  }
  return held
}

/** The indices of units with samples of one label, by label, and of the others. */
function byLabels(units: readonly Unit[]): { pure: Map<string, number[]>; mixed: number[] } {
  const pure = new Map<string, number[]>()
  const mixed: number[] = []
  units.forEach(({ counts }, index) => {
    if (counts.size > 1) {
      mixed.push(index)
      return
    }
    const [label] = [...counts.keys()] as [string]
    const members = pure.get(label)
    if (members === undefined) pure.set(label, [index])
    else members.push(index)
  })
  return { pure, mixed }
}
