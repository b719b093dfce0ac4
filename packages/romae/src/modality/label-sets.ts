import type { LabelSet } from '@romae/tokenizer/modality'
import { errors } from '../errors.ts'
import type { SampleSet } from './host-modality.ts'

/** Between the labels of a sample in tables and messages. */
const BETWEEN = ';'

/** A sample's labels as a text; those of which nobody knows stand with a question mark. */
export function textOfLabels({ has, unknown }: LabelSet): string {
  return [...has, ...unknown.map((label) => `${label}?`)].join(BETWEEN)
}

/**
 * What classes each sample is of, of a set of which each has some label or none.
 *
 * @param where for the message: `evaluate`
 * @throws RomaeError `APP_LABEL_SETS` for a set of which each sample has one class
 */
export function labelSetsOf(set: Pick<SampleSet<unknown>, 'labelSets'>, where: string): readonly LabelSet[] {
  const { labelSets } = set
  if (labelSets !== undefined) return labelSets.map((labels) => labels!)
  const reason = 'the model finds several classes of a sample, and the files give each one'
  throw errors.APP_LABEL_SETS({
    where,
    reason,
    wayOut: 'name columns of 1 and 0 by --labels, or say --label-separator',
  })
}

/** @throws RomaeError `APP_LABEL_SETS` for a set of which samples may have several classes, or none */
export function requireOneLabel(set: Pick<SampleSet<unknown>, 'labelSets'>, where: string): void {
  if (set.labelSets === undefined) return
  const reason = 'it takes one class of each sample, and the files may give several (--labels, --label-separator)'
  throw errors.APP_LABEL_SETS({ where, reason, wayOut: 'name one column by --label' })
}

/** Fewer samples of one stratum cannot be spread over parts. */
const FEWEST = 5

/**
 * A text a sample by which a set is divided evenly: its label, or of several the one that fewest samples have, so that rare ones are in
 * each part (as Sechidis and others, 2011, begin with them). Few of a kind are put together.
 *
 * @param least how many samples of a kind there must be: parts of a division
 */
export function strataOf(
  { labels, labelSets }: Pick<SampleSet<unknown>, 'labels' | 'labelSets'>,
  least = FEWEST,
): string[] {
  if (labelSets === undefined) return labels.map((label) => label ?? '')
  const counts = new Map<string, number>()
  for (const label of labelSets.flatMap((set) => set?.has ?? [])) counts.set(label, (counts.get(label) ?? 0) + 1)
  const strata = labelSets.map((set) => {
    const [first = null, ...others] = set?.has ?? []
    if (first === null) return 'none'
    return `label ${others.reduce((rarest, label) => (counts.get(label)! < counts.get(rarest)! ? label : rarest), first)}`
  })
  const sizes = new Map<string, number>()
  for (const stratum of strata) sizes.set(stratum, (sizes.get(stratum) ?? 0) + 1)
  const isSmall = (stratum: string) => sizes.get(stratum)! < least
  // Where those that are few are too few even together, they go with what is largest.
  const small = strata.filter(isSmall).length
  const [largest] = [...sizes].sort((a, b) => b[1] - a[1])[0] ?? ['']
  const together = small >= least ? 'few' : largest
  return strata.map((stratum) => (isSmall(stratum) ? together : stratum))
}
