import { mergedTimes } from '@romae/timeseries'
import type { UeaSplits } from './experiment.ts'
import { type FittedExperiment, isSet } from './fitted-experiment.ts'
import type { UeaExperiment } from './settings.ts'

/** Time stamps that are kept of a longer series: attention takes time and memory with the square of their number. */
export const LENGTH_LIMIT = 512

/**
 * Sets a limit where series have more time stamps left than a step on two cores can take. A limit that the user has set, be
 * it none, stays.
 *
 * @param assignments of `--set`
 */
export function withinLength(
  experiment: UeaExperiment,
  { train, test }: UeaSplits,
  assignments: readonly string[],
): FittedExperiment {
  if (isSet(assignments, 'tokenizer.maxLength')) return { experiment, notes: [] }
  const kept = 1 - experiment.data.dropped
  const lengths = [...train, ...test].map((series) => Math.round(kept * mergedTimes(series).length))
  const long = lengths.filter((length) => length > LENGTH_LIMIT)
  if (long.length === 0) return { experiment, notes: [] }
  const longest = long.reduce((most, length) => Math.max(most, length))
  const note =
    `${long.length.toLocaleString('en')} of ${lengths.length.toLocaleString('en')} series have more than ${LENGTH_LIMIT} time stamps ` +
    `(up to ${longest.toLocaleString('en')}), of which ${LENGTH_LIMIT} evenly spaced ones are kept; --set tokenizer.maxLength=null ` +
    'keeps all'
  return {
    experiment: { ...experiment, tokenizer: { ...experiment.tokenizer, maxLength: LENGTH_LIMIT } },
    notes: [note],
  }
}
