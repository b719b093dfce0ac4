import { errors } from '../errors.ts'
import { readOption } from '../options.ts'
import { distanceClass } from './distance.ts'
import { fitSpread } from './spread.ts'
import { type KnownValue, scoreOf, type UncertainValue } from './uncertain-value.ts'

/**
 * Values that a class has to have to be calibrated by itself, from the narrowest class to the widest: with 100 the coverage of 90 % that
 * comes of it is 87 to 93 %, two times in three. With fewer a class shares.
 */
const LEAST = [100, 50, 50, 0]

const level = { kind: 'number', above: 0, below: 1 } as const

/** How far off filled values are, measured on values that were known. */
export interface Calibration {
  /** Values that it was measured on. */
  readonly count: number
  /**
   * The quantile of a value's distribution: another value that comes as those did that this was measured on is at most this with the
   * probability of the level, whatever their distribution is.
   *
   * @param level above 0 and below 1
   * @throws RomaeError `TIMESERIES_TOO_FEW_TO_CALIBRATE` where so few values cannot tell
   */
  quantile(value: UncertainValue, level: number): number
}

/**
 * Split conformal prediction (Vovk et al. 2005; Lei et al. 2018) with signed scores: by how many of its method's widths a true value
 * is above or below what was filled in. Of the scores of a value's channel and distance to the nearest known value, where there are 100 of
 * them; else of its channel, where there are 50; else of its distance in all channels; else of all. The quantile of n scores is the one of
 * rank (n + 1) level, as finitely many need it, and between two scores where that is no whole number.
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
  // A score is infinite of a value at a bound: no such one says anything of a channel that never comes to one.
  const atBounds = new Set<number>()
  for (const value of parts.calibrating) {
    const score = scoreOf(widen(value))
    if (!Number.isFinite(score)) atBounds.add(value.channel)
    for (const key of [...classesOf(value, true), ...(Number.isFinite(score) ? classesOf(value, false) : [])]) {
      const known = scores.get(key)
      if (known === undefined) scores.set(key, [score])
      else known.push(score)
    }
  }
  const sorted = new Map(Array.from(scores, ([key, list]) => [key, Float64Array.from(list).sort()]))
  const count = parts.calibrating.length
  if (count === 0) throw errors.TIMESERIES_TOO_FEW_TO_CALIBRATE({ level: 0.5, count: 0, needed: 1 })
  return {
    count,
    quantile(value, given) {
      readOption('calibration.quantile', 'level', level, given)
      const lists = classesOf(value, atBounds.has(value.channel)).map((key) => sorted.get(key) ?? new Float64Array())
      const enough = lists.find((list, width) => list.length >= LEAST[width]! && quantileOf(list, given) !== null)
      const list = enough ?? lists.at(-1)!
      const score = quantileOf(list, given)
      if (score === null) {
        const needed = Math.ceil(1 / Math.min(given, 1 - given)) - 1
        throw errors.TIMESERIES_TOO_FEW_TO_CALIBRATE({ level: given, count: list.length, needed })
      }
      const { point, below, above } = widen(value)
      return score === 0 ? point : point + score * (score < 0 ? below : above)
    },
  }
}

/** What a value belongs to, from the narrowest to the widest: among all values, or those with a finite score. */
function classesOf({ channel, distance }: UncertainValue, all: boolean): string[] {
  const which = all ? 'all' : 'finite'
  const [ofChannel, ofDistance] = [`${which} of channel ${channel}`, `${which} of distance ${distanceClass(distance)}`]
  return [`${ofChannel}, ${ofDistance}`, ofChannel, ofDistance, which]
}

/** The quantile of sorted scores, infinite ones perhaps among them; null where the level is beyond them. */
function quantileOf(sorted: Float64Array, given: number): number | null {
  const { length } = sorted
  // (n + 1) times 0.95 may be a hair off the whole number that it is.
  const position = Number(((length + 1) * given).toFixed(9))
  if (position < 1 || position > length) return null
  const rank = Math.floor(position)
  const [below, above] = [sorted[rank - 1]!, sorted[rank] ?? Infinity]
  if (position === rank || below === above) return below
  if (Number.isFinite(below) && Number.isFinite(above)) return below + (position - rank) * (above - below)
  // There is nothing between a number and infinity: what is farther out.
  return given < 0.5 ? below : above
}
