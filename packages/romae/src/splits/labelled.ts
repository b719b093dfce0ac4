import type { Command } from 'commander'
import { errors } from '../errors.ts'
import type { SampleSet } from '../modality/host-modality.ts'
import { select } from '../modality/split.ts'
import { some } from './split-notes.ts'

/** What to do with samples without a label. */
export interface LabelOptions {
  /** Whether to leave them out, with a note of their number; otherwise they are an error. */
  readonly skipUnlabelled?: boolean
}

/** Adds `--skip-unlabelled` to a command that needs labels. */
export function addLabelOption(command: Command, samples: string): Command {
  return command.option('--skip-unlabelled', `leaves ${samples} without a label out, and says how many`)
}

/** What samples are for, and how they are called, in messages. */
interface Purpose {
  readonly what: string
  readonly name: string
  /** The way out where none has a label. */
  readonly hint: string
}

/**
 * The samples of a set that have a label.
 *
 * @returns them, and what there is to say of the others
 * @throws RomaeError `APP_NO_LABELS` for a sample without one, unless such samples are to be left out and some have one
 */
export function labelledOf<Sample>(
  set: SampleSet<Sample>,
  { what, name, hint }: Purpose,
  { skipUnlabelled = false }: LabelOptions,
): { readonly set: SampleSet<Sample>; readonly notes: readonly string[] } {
  const indices = [...set.labels.keys()]
  const without = indices.filter((index) => set.labels[index] === undefined)
  if (without.length === 0) return { set, notes: [] }
  const ids = without.map((index) => set.ids[index]!)
  const [count, of] = [without.length, indices.length]
  if (!skipUnlabelled || count === of) {
    const wayOut = count === of ? hint : `${hint}; or leave out those without by --skip-unlabelled`
    throw errors.APP_NO_LABELS({ what, name, id: ids[0]!, count, of, hint: wayOut })
  }
  const labelled = indices.filter((index) => set.labels[index] !== undefined)
  const note = `left out of ${what}: ${count} of ${of} ${name} without a label (${some(ids)})`
  return { set: select(set, labelled), notes: [note] }
}

/** The labels of a set of which each sample has one. @throws RomaeError `APP_NO_LABELS` */
export function requireLabels<Sample>(set: SampleSet<Sample>, what: string, hint: string): readonly string[] {
  return set.labels.map((label, index) => {
    if (label !== undefined) return label
    const [count, of] = [set.labels.filter((one) => one === undefined).length, set.labels.length]
    throw errors.APP_NO_LABELS({ what, name: 'samples', id: set.ids[index]!, count, of, hint })
  })
}
