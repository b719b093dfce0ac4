import { createRandom } from '@romae/internal/random'
import { decimalOf } from '../decimal.ts'
import { errors } from '../errors.ts'
import type { Experiment, TrainingSettings } from '../settings/experiment.ts'

/** Where values of one setting are looked for. */
export type SearchRange =
  | { readonly key: string; readonly of: readonly string[] }
  | { readonly key: string; readonly from: number; readonly to: number; readonly scale: 'linear' | 'log' | 'integer' }

/** Digits of a value that is drawn: more would say nothing. */
const DIGITS = 3

/**
 * Reads what `--search` says: `key=a|b|c` for one of some, `key=1e-5..1e-2:log` for a number between two whose logarithm is
 * drawn evenly, `key=0..0.3`, or `key=2..8` for an integer.
 *
 * @throws RomaeError `APP_SEARCH`
 */
export function searchRange(text: string): SearchRange {
  const equals = text.indexOf('=')
  const [key, values] = [text.slice(0, equals), text.slice(equals + 1)]
  const refuse = (reason: string) => errors.APP_SEARCH({ search: text, reason })
  if (equals < 1 || values === '') throw refuse('it has no key or no values')
  const [whole, scale, more] = values.split(':')
  const [from, to, ...others] = whole!.split('..').map(decimalOf)
  if (to === undefined) return { key, of: requireSeveral(values.split('|'), refuse) }
  if (from === null || to === null || from === undefined || others.length > 0 || more !== undefined) {
    throw refuse('a range has a number before and one behind its two points')
  }
  if (!(from < to)) throw refuse(`${from} is not below ${to}`)
  if (scale !== undefined && scale !== 'log') throw refuse(`behind a colon stands log; got ${JSON.stringify(scale)}`)
  if (scale === 'log' && from <= 0) throw refuse(`${from} has no logarithm`)
  const isWhole = Number.isInteger(from) && Number.isInteger(to) && !/[.e]/i.test(whole!.replace('..', ' '))
  return { key, from, to, scale: scale === 'log' ? 'log' : isWhole ? 'integer' : 'linear' }
}

function requireSeveral(values: readonly string[], refuse: (reason: string) => Error): readonly string[] {
  if (values.length < 2) throw refuse('there is nothing to choose: give two values or more, parted by |')
  if (new Set(values).size < values.length) throw refuse('a value is there twice')
  return values
}

/**
 * Where one looks without being told: around what the kind of data suggests, for what decides most.
 *
 * @param isNew whether the model is trained from scratch, and so has a size of its own
 */
export function finetuningSpace({ finetuning, model }: Experiment, isNew: boolean): readonly SearchRange[] {
  return [
    ...rateAndBatch('finetuning', finetuning),
    { key: 'finetuning.hiddenDropout', from: 0, to: 0.3, scale: 'linear' },
    { key: 'finetuning.stochasticDepth', from: 0, to: 0.2, scale: 'linear' },
    ...(isNew ? [{ key: 'model.size', of: sizesBeside(model.size) }] : []),
  ]
}

/** The same for a pre-training: what changes neither what is hidden nor how its error is measured. */
export function pretrainingSpace({ pretraining, model }: Experiment): readonly SearchRange[] {
  return [...rateAndBatch('pretraining', pretraining), { key: 'model.size', of: sizesBeside(model.size) }]
}

function rateAndBatch(
  stage: 'finetuning' | 'pretraining',
  { learningRate = 1e-3, batchSize = 32 }: TrainingSettings,
): readonly SearchRange[] {
  const batches = new Set([Math.max(1, Math.round(batchSize / 2)), batchSize, 2 * batchSize])
  return [
    { key: `${stage}.learningRate`, from: learningRate / 10, to: 10 * learningRate, scale: 'log' },
    { key: `${stage}.batchSize`, of: [...batches].map(String) },
  ]
}

function sizesBeside(size: string): readonly string[] {
  return [...new Set(['tiny-shallow', 'tiny', size])]
}

/** The ends of a range, or all of its values, as `--set` takes them: what has to be a setting's value. */
export function assignmentsIn(range: SearchRange): readonly string[] {
  const values = 'of' in range ? range.of : [String(range.from), String(range.to)]
  return values.map((value) => `${range.key}=${value}`)
}

/**
 * The settings of a trial, as `--set` takes them. The first has none: it is what would be trained without a search. Each depends on the
 * seed and its number alone.
 */
export function drawTrial(space: readonly SearchRange[], seed: number, trial: number): readonly string[] {
  if (trial === 0) return []
  return space.map((range) => {
    const random = createRandom(seed, 'tune', trial, range.key)
    if ('of' in range) return `${range.key}=${range.of[random.integer(range.of.length)]}`
    const { key, from, to, scale } = range
    if (scale === 'integer') return `${key}=${from + random.integer(to - from + 1)}`
    const part = random.uniform()
    const value = scale === 'log' ? Math.exp(Math.log(from) + part * Math.log(to / from)) : from + part * (to - from)
    return `${key}=${Number(Math.min(to, Math.max(from, value)).toPrecision(DIGITS))}`
  })
}
