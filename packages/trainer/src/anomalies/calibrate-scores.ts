import { errors } from '../errors.ts'

/** Values of a group by which it is judged alone: with fewer, no p-value would be below 1 %. */
const LEAST = 100

/** How far off a model was at one place. */
export interface PlaceError {
  /** At least 0; NaN where it could not be measured. */
  readonly error: number
  /** What it is compared to: the name of a channel. Absent: all places are alike. */
  readonly group?: string | undefined
}

/** How far off is usual. */
export interface ScoreCalibration {
  /** Places that it was measured on. */
  readonly count: number
  /** The lowest p that a place of a held-out group can have: 1 / (n + 1) of the most places by which one is judged. */
  readonly least: number
  /** Errors in typical ones, the median of the place's group: 1 is as far off as is usual. NaN for an error of NaN. */
  score(place: PlaceError): number
  /**
   * How rare it is to be at least as far off: (1 + r) / (n + 1), with r of n held-out places at least as far off. Where held-out places and
   * the place itself come alike (exchangeably), it is at most any level as often as the level says, whatever their distribution.
   */
  pValue(place: PlaceError): number
}

/**
 * Calibrates errors on held-out data: conformal p-values (Vovk et al. 2005; Bates et al. 2023), by group where it has 100
 * places, else among all, each in typical errors of its own group. Ties count against the place, which keeps p-values valid.
 *
 * @param held errors of places without anomalies that the model was not trained on
 * @throws RomaeError `TRAINER_NOTHING_TO_CALIBRATE` where none of them was measured
 */
export function calibrateScores(held: readonly PlaceError[]): ScoreCalibration {
  const measured = held.filter(({ error }) => Number.isFinite(error))
  if (measured.length === 0) throw errors.TRAINER_NOTHING_TO_CALIBRATE({ count: held.length })
  const byGroup = new Map<string | undefined, number[]>()
  for (const { group, error } of measured) {
    const own = byGroup.get(group)
    if (own === undefined) byGroup.set(group, [error])
    else own.push(error)
  }
  const all = sorted(measured.map(({ error }) => error))
  // Beside nothing else than exact values any error is as far off as can be.
  const typicalOfAll = typical(all) || 1
  const typicalOf = new Map(Array.from(byGroup, ([group, own]) => [group, typical(sorted(own)) || typicalOfAll]))
  const score = ({ group, error }: PlaceError) => error / (typicalOf.get(group) ?? typicalOfAll)
  const judges = new Map<string | undefined, Float64Array>()
  for (const [group, own] of byGroup) {
    if (own.length >= LEAST) judges.set(group, sorted(own.map((error) => score({ group, error }))))
  }
  const everyone = sorted(measured.map(score))
  const used = [...judges.values(), ...(judges.size < byGroup.size ? [everyone] : [])]
  return {
    count: measured.length,
    least: 1 / (Math.max(...used.map(({ length }) => length)) + 1),
    score,
    pValue(place) {
      const own = score(place)
      if (Number.isNaN(own)) return Number.NaN
      const judge = judges.get(place.group) ?? everyone
      return (1 + judge.length - firstAtLeast(judge, own)) / (judge.length + 1)
    },
  }
}

function sorted(values: readonly number[]): Float64Array {
  return Float64Array.from(values).sort()
}

/** The median. */
function typical(values: Float64Array): number {
  const middle = values.length / 2
  return (values[Math.ceil(middle) - 1]! + values[Math.floor(middle)]!) / 2
}

/** The index of the first of sorted values that is at least one. */
function firstAtLeast(values: Float64Array, least: number): number {
  let [from, to] = [0, values.length]
  while (from < to) {
    const middle = (from + to) >>> 1
    if (values[middle]! < least) from = middle + 1
    else to = middle
  }
  return from
}
