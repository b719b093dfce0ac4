import { errors } from '../errors.ts'
import { readOption } from '../options.ts'
import { distanceClass } from './distance.ts'
import { fitSpread } from './spread.ts'
import { type KnownValue, scoreOf, type UncertainValue } from './uncertain-value.ts'

/** Values that a class has to have to be calibrated by itself; with fewer it shares. */
const LEAST_OF_CLASS = 100

const level = { kind: 'number', above: 0, below: 1 } as const

/** How far off filled values are, measured on values that were known. */
export interface Calibration {
  /** Values that it was measured on. */
  readonly count: number
  /**
   * The quantile of a value's distribution. Of another value that comes as those did that this was measured on, the probability to be
   * at most (of levels above a half) or at least (of others) this is no less than the level, or what is left of 1.
   *
   * @param level above 0 and below 1
   * @throws RomaeError `TIMESERIES_TOO_FEW_TO_CALIBRATE` where so few values cannot tell
   */
  quantile(value: UncertainValue, level: number): number
}

/**
 * Split conformal prediction (Vovk et al. 2005; Lei et al. 2018) with signed scores: by how many of its method's widths a true value
 * is above or below what was filled in. Of the scores of a value's channel and distance to the nearest known value, where there are 100 of
 * them; else of its distance in all channels; else of all. Levels are read with the finite-sample rank: the k-th of n
 * scores, with k = ⌈(n + 1) level⌉ above the median and ⌊(n + 1) level⌋ below.
 *
 * @param parts `choosing`: values on which methods were chosen, for what the widths are worth (see `fitSpread`); `calibrating`: others,
 *   for the scores. What is measured with it should be neither.
 * @throws RomaeError `TIMESERIES_TOO_FEW_TO_CALIBRATE` without any to calibrate on
 */
export function calibrate(parts: {
  readonly choosing: readonly KnownValue[]
  readonly calibrating: readonly KnownValue[]
}): Calibration {
  const widen = fitSpread(parts.choosing)
  const scores = new Map<string, number[]>()
  for (const value of parts.calibrating) {
    const score = scoreOf(widen(value))
    for (const key of classesOf(value)) {
      const known = scores.get(key)
      if (known === undefined) scores.set(key, [score])
      else known.push(score)
    }
  }
  const sorted = new Map(Array.from(scores, ([key, list]) => [key, Float64Array.from(list).sort()]))
  const all = sorted.get(ALL)
  if (all === undefined) throw errors.TIMESERIES_TOO_FEW_TO_CALIBRATE({ level: 0.5, count: 0, needed: 1 })
  return {
    count: all.length,
    quantile(value, given) {
      readOption('calibration.quantile', 'level', level, given)
      const own = classesOf(value)
        .map((key) => sorted.get(key))
        .find((list) => list !== undefined && list.length >= LEAST_OF_CLASS && rankOf(list.length, given) !== null)
      const list = own ?? all
      const rank = rankOf(list.length, given)
      if (rank === null) {
        const needed = Math.ceil(1 / Math.min(given, 1 - given)) - 1
        throw errors.TIMESERIES_TOO_FEW_TO_CALIBRATE({ level: given, count: list.length, needed })
      }
      const score = list[rank - 1]!
      const { point, below, above } = widen(value)
      return score === 0 ? point : point + score * (score < 0 ? below : above)
    },
  }
}

const ALL = 'all'

/** What a value belongs to, from the narrowest to the widest. */
function classesOf({ channel, distance }: UncertainValue): string[] {
  const ofDistance = `${distanceClass(distance)}`
  return [`${ofDistance} of ${channel}`, ofDistance, ALL]
}

/** The rank of a level among so many scores, from 1; null where it is beyond them. */
function rankOf(count: number, given: number): number | null {
  // (n + 1) times 0.95 may be a hair off the whole number that it is.
  const exact = (count + 1) * given
  const rank = given > 0.5 ? Math.ceil(exact - 1e-9) : Math.floor(exact + 1e-9)
  return rank < 1 || rank > count ? null : rank
}
