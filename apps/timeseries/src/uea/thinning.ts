import { mergedTimes } from '@romae/timeseries'
import type { UeaSplits } from './experiment.ts'
import type { UeaExperiment } from './settings.ts'

/** Time stamps that are kept of a longer series: attention takes time and memory with the square of their number. */
const LIMIT = 512

/** An experiment, and what was done to it. */
interface ThinnedExperiment {
  readonly experiment: UeaExperiment
  readonly notes: readonly string[]
}

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
): ThinnedExperiment {
  if (assignments.some((assignment) => assignment.startsWith('tokenizer.maxLength='))) return { experiment, notes: [] }
  const kept = 1 - experiment.data.dropped
  const lengths = [...train, ...test].map((series) => Math.round(kept * mergedTimes(series).length))
  const long = lengths.filter((length) => length > LIMIT)
  if (long.length === 0) return { experiment, notes: [] }
  const longest = long.reduce((most, length) => Math.max(most, length))
  const note =
    `${long.length.toLocaleString('en')} of ${lengths.length.toLocaleString('en')} series have more than ${LIMIT} time stamps ` +
    `(up to ${longest.toLocaleString('en')}), of which ${LIMIT} evenly spaced ones are kept; --set tokenizer.maxLength=null ` +
    'keeps all'
  return { experiment: { ...experiment, tokenizer: { ...experiment.tokenizer, maxLength: LIMIT } }, notes: [note] }
}
