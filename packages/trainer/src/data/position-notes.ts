import { type RomaeConfig, rotaryOptions, rotaryTimescales, rotatingAxes } from '@romae/core'
import type { SetTokens, TokenizerSet, Tokens } from '@romae/tokenizer'
import type { Note } from '../notes.ts'
import { farthestOn } from './farthest-on.ts'
import { tokensOfModality } from './sample-tokens.ts'

/** Radians by which the fastest pair has to turn from one position to the next: measured, with less a model learns no order. */
const LEAST_TURN = 0.2
/** Radians by which the slowest pair may turn: with more all pairs turn round and round, and no distance is like another. */
const MOST_TURN = 1
/** A pair is of use that turns by as much, in radians, over what a sample spans, and by less than half a turn between neighbours. */
const USEFUL_TURN = 0.5
const HALF_TURN = Math.PI
/** With fewer pairs of use, distances are told coarsely; of so few positions it takes no more to tell them apart. */
const LEAST_USEFUL = 3
const FEW_POSITIONS = 10
/** How many of the neighbours have to be too close, or too far apart, to be worth saying. */
const MANY = 0.25
/** Tokens of a sample that are looked at. */
const MOST_TOKENS = 2048

/**
 * Says on which axes a model with rotary positions cannot tell neighbours apart: tokens that differ in position on this axis
 * alone. Times counted in days that are seconds apart look all the same to it, and times counted in milliseconds that are
 * days apart look like noise. Says, too, where heads are so narrow that few of their pairs turn at a rate that suits the axis.
 *
 * @param samples some of the data
 * @param names of the axes
 * @param slots which of the model’s axes these are; default all, in their order
 */
export function positionNotes(
  samples: readonly Tokens[],
  names: readonly string[],
  config: RomaeConfig,
  slots: readonly number[] = [...names.keys()],
): Note[] {
  const rotating = rotatingAxes(config)
  const options = rotaryOptions(config, config.encoder)
  return rotating.flatMap((slot, place): Note[] => {
    const axis = slots.indexOf(slot)
    if (axis === -1) return []
    const name = names[axis]!
    const turning = rotaryTimescales(options, place).filter(Number.isFinite)
    if (turning.length === 0) return []
    const [closest, farthest] = [LEAST_TURN * Math.min(...turning), MOST_TURN * Math.max(...turning)]
    const steps = samples.flatMap((tokens) => stepsOnAxis(tokens, axis, names.length)).sort((a, b) => a - b)
    const close = steps.filter((step) => step < closest).length
    const far = steps.filter((step) => step > farthest).length
    const part = (count: number) =>
      `${Math.round((100 * count) / steps.length)} % of neighbours on the axis ${name} are`
    if (close > MANY * steps.length) {
      const message =
        `${part(close)} less than ${short(closest)} apart (in the middle ${short(middle(steps))}), which a model can ` +
        'hardly tell apart: their order is lost on it; let the tokenizer count this axis in a smaller unit'
      return [{ code: 'POSITIONS_TOO_CLOSE', message }]
    }
    if (far > MANY * steps.length) {
      const message =
        `${part(far)} more than ${short(farthest)} apart (in the middle ${short(middle(steps))}), where a model can ` +
        'hardly tell near from far; let the tokenizer count this axis in a larger unit'
      return [{ code: 'POSITIONS_TOO_FAR', message }]
    }
    const span = farthestOn(samples, axis, names.length)
    const useful = turning.filter((scale) => span / scale >= USEFUL_TURN && middle(steps) / scale < HALF_TURN).length
    if (useful < LEAST_USEFUL && span >= FEW_POSITIONS * middle(steps)) {
      const message =
        `of the ${turning.length} pairs of a head that turn on the axis ${name}, ${useful} do so at a useful rate (by ${USEFUL_TURN} ` +
        `radians or more over the ${short(span)} that a sample spans, and by less than half a turn from neighbour to ` +
        'neighbour): near and far are told coarsely; let rotations be "fitted", or take fewer heads or a wider model'
      return [{ code: 'FEW_ROTATIONS', message }]
    }
    return []
  })
}

/** The same of several modalities, one by one. */
export function setPositionNotes(
  samples: readonly SetTokens[],
  { axes, modalities }: TokenizerSet<unknown>,
  config: RomaeConfig,
): Note[] {
  return modalities.flatMap((modality, index) => {
    const names = modality.axes.map((axis) => axes[axis]!)
    const notes = positionNotes(tokensOfModality(samples, index), names, config, modality.axes)
    return notes.map(({ code, message }) => ({ code, message: `${modality.name}: ${message}` }))
  })
}

/** Distances on one axis between neighbours among tokens that are at one place on all others. */
function stepsOnAxis({ positions, length }: Tokens, axis: number, axes: number): number[] {
  const groups = new Map<string, number[]>()
  for (let token = 0; token < Math.min(length, MOST_TOKENS); token++) {
    const place = positions.subarray(token * axes, (token + 1) * axes)
    const others = place.filter((_, index) => index !== axis).join()
    const group = groups.get(others)
    if (group === undefined) groups.set(others, [place[axis]!])
    else group.push(place[axis]!)
  }
  return [...groups.values()].flatMap((group) => {
    const sorted = Float64Array.from(group).sort()
    return [...sorted.subarray(1)].map((position, index) => position - sorted[index]!).filter((step) => step > 0)
  })
}

function middle(sorted: readonly number[]): number {
  return sorted[sorted.length >> 1]!
}

function short(value: number): string {
  return String(Number(value.toPrecision(2)))
}
