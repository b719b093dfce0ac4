import { type HidingPattern, hidePattern, type TimeSeries, windows } from '@romae/timeseries'
import type { PretrainEvaluationOptions } from '@romae/trainer'
import { EARLIER, parsePattern } from './held-out-pattern.ts'

/** How often a training is evaluated in all, and after how many evaluations without a better one it ends. */
const EVALUATIONS = 20
const PATIENCE = 5
/** Windows that are evaluated at most: picked evenly. */
const MOST_WINDOWS = 512

/** What a training is evaluated on as it goes. */
export interface Validation {
  /** What is left to learn from. */
  readonly kept: readonly TimeSeries[]
  /** @param window span of time that the model sees at once; null where no window has a value to be predicted and one to see */
  evaluation(window: number): Omit<PretrainEvaluationOptions<TimeSeries>, 'every'> | null
}

/** Keeps values from training on which it is evaluated, hidden as those are on which errors are measured. */
export function validationOf(
  series: readonly TimeSeries[],
  { pattern, fraction, seed }: { readonly pattern: string; readonly fraction: number; readonly seed: number },
): Validation {
  const hiding: HidingPattern = pattern === EARLIER ? { kind: 'scattered' } : parsePattern(pattern)
  // Another stream than that of the values on which errors are measured: the same seed would ask for the same places.
  const { kept } = hidePattern(series, hiding, fraction, (seed ^ 0x5eed_0f5e) >>> 0)
  return {
    kept,
    evaluation(window) {
      const cut = series.flatMap((one, index) => maskedWindows(one, kept[index]!, window))
      if (cut.length === 0) return null
      const some = evenly(cut, MOST_WINDOWS)
      return {
        samples: some.map(({ sample }) => sample),
        masks: some.map(({ mask }) => mask),
        patience: PATIENCE,
        select: 'best',
      }
    },
  }
}

/** Steps from one evaluation to the next, of a training of so many; null: of one that is as long as its data. */
export function evaluateEvery(steps: number | null | undefined): number | 'epoch' {
  return steps == null ? 'epoch' : Math.max(1, Math.round(steps / EVALUATIONS))
}

/** The windows of a series in which something is to be predicted and something is seen; tokens are in order of channel, then time. */
function maskedWindows(series: TimeSeries, kept: TimeSeries, window: number) {
  const isKept = kept.channels.map(
    ({ times, values }) => new Set(times.filter((_, entry) => !Number.isNaN(values[entry]))),
  )
  return windows(series, { length: window, least: 2 }).flatMap((sample) => {
    const mask = Uint8Array.from(
      sample.channels.flatMap(({ times, values }, channel) =>
        [...times].flatMap((time, entry) => (Number.isNaN(values[entry]) ? [] : [isKept[channel]!.has(time) ? 0 : 1])),
      ),
    )
    return mask.includes(1) && mask.includes(0) ? [{ sample, mask }] : []
  })
}

function evenly<Item>(items: readonly Item[], most: number): readonly Item[] {
  if (items.length <= most) return items
  return Array.from({ length: most }, (_, index) => items[Math.floor((index * items.length) / most)]!)
}
