import { errors } from '../errors.ts'
import { readOption } from '../options.ts'
import { distanceClass } from './distance.ts'
import { type ClassScores, parseCalibration, type SavedCalibration, savedCalibration } from './saved-calibration.ts'
import { fitSpread, widenBy } from './spread.ts'
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
  /** All of it as plain JSON, for `restoreCalibration`. */
  toJSON(): SavedCalibration
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
  const widths = fitSpread(parts.choosing)
  const widen = widenBy(widths)
  const classes = new Map<string, { channel: number; distance: number; scores: number[] }>()
  for (const value of parts.calibrating) {
    const { channel } = value
    const distance = distanceClass(value.distance)
    const key = `${channel} ${distance}`
    const own = classes.get(key) ?? { channel, distance, scores: [] }
    own.scores.push(scoreOf(widen(value)))
    classes.set(key, own)
  }
  const sorted = Array.from(classes.values(), ({ scores, ...of }): ClassScores => {
    const finite = [...Float64Array.from(scores.filter(Number.isFinite)).sort()]
    const infinite = (bound: number) => scores.filter((score) => score === bound).length
    return { ...of, scores: finite, atMinimum: infinite(-Infinity), atMaximum: infinite(Infinity) }
  })
  return restoreCalibration(savedCalibration(widths, sorted))
}

/**
 * A calibration again, from what its `toJSON` gave.
 *
 * @throws RomaeError `TIMESERIES_NOT_A_CALIBRATION` for anything else, and for one of a newer version;
 *   `TIMESERIES_TOO_FEW_TO_CALIBRATE` for one of no values
 */
export function restoreCalibration(json: unknown): Calibration {
  const saved = parseCalibration(json)
  const widen = widenBy(saved.widths)
  const scores = new Map<string, number[]>()
  // A score is infinite of a value at a bound: no such one says anything of a channel that never comes to one.
  const atBounds = new Set<number>()
  let count = 0
  for (const { channel, distance, scores: finite, atMinimum, atMaximum } of saved.classes) {
    if (atMinimum + atMaximum > 0) atBounds.add(channel)
    const all = [
      ...new Array<number>(atMinimum).fill(-Infinity),
      ...finite,
      ...new Array<number>(atMaximum).fill(Infinity),
    ]
    count += all.length
    for (const isAll of [true, false]) {
      for (const key of classesOf(channel, distance, isAll)) {
        const list = scores.get(key) ?? []
        for (const score of isAll ? all : finite) list.push(score)
        scores.set(key, list)
      }
    }
  }
  const sorted = new Map(Array.from(scores, ([key, list]) => [key, Float64Array.from(list).sort()]))
  if (count === 0) throw errors.TIMESERIES_TOO_FEW_TO_CALIBRATE({ level: 0.5, count: 0, needed: 1 })
  return {
    count,
    quantile(value, given) {
      readOption('calibration.quantile', 'level', level, given)
      const { channel, distance } = value
      const keys = classesOf(channel, distanceClass(distance), atBounds.has(channel))
      const lists = keys.map((key) => sorted.get(key) ?? new Float64Array())
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
    toJSON: () => saved,
  }
}

/** What a value belongs to, from the narrowest to the widest: among all values, or those with a finite score. */
function classesOf(channel: number, distance: number, all: boolean): string[] {
  const which = all ? 'all' : 'finite'
  const [ofChannel, ofDistance] = [`${which} of channel ${channel}`, `${which} of distance ${distance}`]
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
