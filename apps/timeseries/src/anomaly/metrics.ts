/** Scores of one channel with what is an anomaly. */
export interface LabelledScores {
  /** The higher, the more unlike; finite. */
  readonly scores: ArrayLike<number>
  /** `[time]`, 1 = anomaly. */
  readonly labels: Uint8Array
}

/**
 * Average precision, the area under the precision-recall curve of single values: no point adjustment, by which a whole anomaly would count as
 * found where one of its values is.
 */
export function averagePrecision({ scores, labels }: LabelledScores): number {
  return curveArea(scores, Float64Array.from(labels), { isJoined: false, positives: sum(labels), runs: [] })
}

/**
 * VUS-PR (Paparrizos et al. 2022): the area under the precision-recall curve of ranges, mean over buffers from 0 to `longest` about the
 * anomalies, in which a score counts in part. Every distinct score is a threshold.
 */
export function volumeUnderSurface(given: LabelledScores, longest: number): number {
  let volume = 0
  for (let buffer = 0; buffer <= longest; buffer++) {
    const soft = softened(given.labels, buffer)
    const positives = (sum(given.labels) + sum(soft)) / 2
    volume += curveArea(given.scores, soft, { isJoined: true, positives, runs: runsOf(soft) })
  }
  return volume / (longest + 1)
}

/** Whether the highest score is within so many values of an anomaly: the question of the UCR anomaly archive. */
export function isTopFound({ scores, labels }: LabelledScores, slack: number): boolean {
  const top = Array.from(scores).reduce((best, score, at, all) => (score > all[best]! ? at : best), 0)
  return labels.subarray(Math.max(0, top - slack), top + slack + 1).includes(1)
}

interface CurveRule {
  /** Whether precision is joined by straight lines, from 1 on, as for ranges; else it is that of each step. */
  readonly isJoined: boolean
  /** What recall is a part of. */
  readonly positives: number
  /** Recall is worth the fraction of these that have anything found in them; none: it is whole. */
  readonly runs: readonly (readonly [from: number, to: number])[]
}

/** The area under the precision-recall curve over all distinct thresholds. */
function curveArea(scores: ArrayLike<number>, weights: Float64Array, { isJoined, positives, runs }: CurveRule): number {
  const order = Int32Array.from(weights.keys()).sort((a, b) => scores[b]! - scores[a]!)
  const runOf = new Int32Array(weights.length).fill(-1)
  for (const [run, [from, to]] of runs.entries()) runOf.fill(run, from, to)
  const isFound = new Uint8Array(runs.length)
  let [runsFound, area, weight, recall, precision] = [0, 0, 0, 0, 1]
  for (const [rank, place] of order.entries()) {
    weight += weights[place]!
    const run = runOf[place]!
    if (run >= 0 && isFound[run] === 0) {
      isFound[run] = 1
      runsFound++
    }
    // Equal scores are on one side of every threshold.
    if (rank + 1 < order.length && scores[order[rank + 1]!] === scores[place]) continue
    const nextRecall = Math.min(1, weight / positives) * (runs.length === 0 ? 1 : runsFound / runs.length)
    const nextPrecision = weight / (rank + 1)
    area += (nextRecall - recall) * (isJoined ? (precision + nextPrecision) / 2 : nextPrecision)
    recall = nextRecall
    precision = nextPrecision
  }
  return area
}

/** Labels that rise before and fall after each anomaly, over half a buffer. */
function softened(labels: Uint8Array, buffer: number): Float64Array {
  const soft = Float64Array.from(labels)
  if (buffer <= 1) return soft
  const half = Math.floor(buffer / 2)
  for (const [from, to] of runsOf(soft)) {
    for (let away = 1; away <= half; away++) {
      const weight = Math.sqrt(1 - away / buffer)
      if (from - away >= 0) soft[from - away] = Math.min(1, soft[from - away]! + weight)
      // The slope after an anomaly begins with its last value, which is 1 anyway.
      if (away < half && to - 1 + away < soft.length) soft[to - 1 + away] = Math.min(1, soft[to - 1 + away]! + weight)
    }
  }
  return soft
}

/** Where weights are above 0, as `[from, to)`. */
function runsOf(weights: Float64Array): [from: number, to: number][] {
  const runs: [number, number][] = []
  for (let at = 0; at < weights.length; at++) {
    if (weights[at] === 0) continue
    const last = runs.at(-1)
    if (last !== undefined && last[1] === at) last[1]++
    else runs.push([at, at + 1])
  }
  return runs
}

function sum(values: ArrayLike<number>): number {
  let total = 0
  for (let at = 0; at < values.length; at++) total += values[at]!
  return total
}
