import { errors } from '../errors.ts'

/** Samples that stay together, and how many there are of each label. */
export interface Unit {
  readonly samples: readonly number[]
  readonly counts: ReadonlyMap<string, number>
}

/**
 * Samples as units that are not parted.
 *
 * @param labels one a sample
 * @param groups one a sample; absent: each sample is a unit
 * @throws RomaeError `TRAINER_COUNT_MISMATCH`, `TRAINER_OPTION` for a sample without a group
 */
export function unitsOf(labels: readonly string[], groups: readonly (string | number)[] | undefined): Unit[] {
  if (groups === undefined) return labels.map((label, sample) => ({ samples: [sample], counts: new Map([[label, 1]]) }))
  if (groups.length !== labels.length) {
    throw errors.TRAINER_COUNT_MISMATCH({ what: 'groups', expected: labels.length, got: groups.length })
  }
  const units = new Map<string, { samples: number[]; counts: Map<string, number> }>()
  labels.forEach((label, sample) => {
    const name = groups[sample]
    const isName = typeof name === 'string' || Number.isFinite(name)
    if (!isName) throw errors.TRAINER_OPTION({ key: `groups[${sample}]`, got: name, expected: 'a text or a number' })
    const unit = units.get(String(name)) ?? { samples: [], counts: new Map<string, number>() }
    units.set(String(name), unit)
    unit.samples.push(sample)
    unit.counts.set(label, (unit.counts.get(label) ?? 0) + 1)
  })
  return [...units.values()]
}

/** How many samples of each label some units have, labels in the order in which they come first. */
export function countLabels(units: Iterable<Unit>): Map<string, number> {
  const counts = new Map<string, number>()
  for (const unit of units) {
    for (const [label, count] of unit.counts) counts.set(label, (counts.get(label) ?? 0) + count)
  }
  return counts
}
