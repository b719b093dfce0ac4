import type { KnownKeys } from './sample-keys.ts'
import { type ModelHistory, type Overlap, overlapOf, type SeenSamples } from './seen-samples.ts'

/** Notes and a record of the test samples that a model has seen in training. */
export interface SeenReport {
  readonly notes: readonly string[]
  /** For `results.json`; `unknown` where it was not recorded, or where nothing tells samples apart. */
  readonly overlap: Overlap | 'unknown'
}

/** What samples are for, and how they are called, in notes: `to test`, `series`. */
interface Wording {
  readonly what: string
  readonly name: string
}

/**
 * Notes the test samples that pre-training has seen.
 *
 * @param history of the model to start from; null: not recorded
 * @param folder of that model, for the note
 */
export function pretrainingSeen(
  keys: KnownKeys,
  history: ModelHistory | null,
  folder: string,
  { what, name }: Wording,
): SeenReport {
  if (history === null || !areKnown(keys)) {
    const reason =
      history === null ? `${folder} was made before that was recorded` : 'nothing of these samples tells them apart'
    return { notes: [`whether pre-training has seen ${name} ${what} is not known: ${reason}`], overlap: 'unknown' }
  }
  const overlap = overlapOf(keys, history.training)
  const { seen, of, by } = overlap
  if (seen === 0) return { notes: [`pre-training has seen none of the ${of} ${name} ${what}`], overlap }
  const note =
    `pre-training has seen ${seen} of the ${of} ${name} ${what} (by ${by.join(', ')}), without their labels: on ${name} that it ` +
    'has not seen the result may be lower'
  return { notes: [note], overlap }
}

/** Notes the samples to be evaluated that a model has seen in any of its runs: one note for each kind of use. */
export function seenNotes(keys: KnownKeys, history: ModelHistory | null, name: string): string[] {
  if (history === null || !areKnown(keys)) return []
  const { training, validation, pretraining } = history
  const runs: [string, SeenSamples | null][] = [
    ['it was trained on', training],
    ['it was chosen by', validation],
    ['its pre-training has seen', pretraining === 'unknown' ? null : pretraining],
  ]
  return runs.flatMap(([what, samples]) => {
    const { seen, of, by } = samples === null ? { seen: 0, of: 0, by: [] } : overlapOf(keys, samples)
    return seen === 0 ? [] : [`${seen} of these ${of} ${name} are among those that ${what} (by ${by.join(', ')})`]
  })
}

function areKnown({ ids, groups, contents }: KnownKeys): boolean {
  return [ids, groups, contents].some((keys) => keys.some((key) => key !== undefined))
}
