/** Edge of a frame in pixels. */
export const FRAME_SIZE = 24

/** Edge of the canvas that the rod is drawn on before it is made smaller, and the rod's length and width on it. */
const CANVAS = 128
const LENGTH = 55
const WIDTH = 8

/** Half-width of the Lanczos filter on the canvas: three pixels of the frame. */
const SCALE = CANVAS / FRAME_SIZE
const SUPPORT = 3 * SCALE

/** `[FRAME_SIZE, CANVAS]`: what each row (or column) of the canvas gives to each of the frame; rows sum to 1. */
const weights = lanczosWeights()

/** `[FRAME_SIZE, CANVAS + 1]`: sums of the first 0, 1, 2, … weights of each row. */
const weightSums = runningSums(weights)

/**
 * Draws a white rod on black, from the middle of the frame outwards; at angle 0 it hangs down.
 *
 * The rod is 55 by 8 on a canvas of 128 by 128, where a pixel is white if its middle lies within, and is brought to
 * 24 by 24 by the Lanczos filter with three lobes, widened by the scale.
 *
 * @param angle radians from hanging down, towards larger columns
 * @param frame receives `[24, 24]`, row by row, in [0, 1]
 */
export function drawPendulum(angle: number, frame: Float64Array): void {
  const [sine, cosine] = [Math.sin(angle), Math.cos(angle)]
  frame.fill(0)
  for (let row = 0; row < CANVAS; row++) {
    const down = row + 0.5 - CANVAS / 2
    // Along the rod from 0 to LENGTH, across it within half its width.
    const [alongFrom, alongTo] = solve(sine, -down * cosine, LENGTH - down * cosine)
    const [acrossFrom, acrossTo] = solve(cosine, down * sine - WIDTH / 2, down * sine + WIDTH / 2)
    const first = pixel(Math.max(alongFrom, acrossFrom))
    const end = pixel(Math.min(alongTo, acrossTo))
    if (end > first) addRow(frame, row, first, end)
  }
  for (let index = 0; index < frame.length; index++) frame[index] = Math.min(1, Math.max(0, frame[index]!))
}

/** The x with `low ≤ slope · x ≤ high`. */
function solve(slope: number, low: number, high: number): readonly [number, number] {
  if (Math.abs(slope) < 1e-12) return low <= 0 && high >= 0 ? [-Infinity, Infinity] : [Infinity, -Infinity]
  return slope > 0 ? [low / slope, high / slope] : [high / slope, low / slope]
}

/** The first column of the canvas whose middle is not left of `x`, which is measured from the middle of the canvas. */
function pixel(x: number): number {
  return Math.min(CANVAS, Math.max(0, Math.ceil(x + CANVAS / 2 - 0.5)))
}

/** Adds to the frame what a run of white pixels in one row of the canvas gives. */
function addRow(frame: Float64Array, row: number, first: number, end: number): void {
  for (let y = 0; y < FRAME_SIZE; y++) {
    const weight = weights[y * CANVAS + row]!
    if (weight === 0) continue
    for (let x = 0; x < FRAME_SIZE; x++) {
      const sums = x * (CANVAS + 1)
      frame[y * FRAME_SIZE + x]! += weight * (weightSums[sums + end]! - weightSums[sums + first]!)
    }
  }
}

function lanczosWeights(): Float64Array {
  const sinc = (x: number) => (x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x))
  const table = new Float64Array(FRAME_SIZE * CANVAS)
  for (let target = 0; target < FRAME_SIZE; target++) {
    const row = table.subarray(target * CANVAS, (target + 1) * CANVAS)
    const centre = (target + 0.5) * SCALE
    row.forEach((_, source) => {
      const distance = source + 0.5 - centre
      if (Math.abs(distance) < SUPPORT) row[source] = sinc(distance / SCALE) * sinc(distance / SUPPORT)
    })
    const total = row.reduce((sum, weight) => sum + weight, 0)
    row.forEach((weight, source) => {
      row[source] = weight / total
    })
  }
  return table
}

function runningSums(table: Float64Array): Float64Array {
  const sums = new Float64Array(FRAME_SIZE * (CANVAS + 1))
  for (let row = 0; row < FRAME_SIZE; row++) {
    for (let column = 0; column < CANVAS; column++) {
      const at = row * (CANVAS + 1) + column
      sums[at + 1] = sums[at]! + table[row * CANVAS + column]!
    }
  }
  return sums
}
