import type { Random } from '@romae/core'
import type { Image } from '@romae/image'
import { digitStrokes, type Point } from './strokes.ts'

/** Edge of a drawing in pixels. */
const DRAWING_SIZE = 28

/** Of the digit's box, in pixels, before it is distorted. */
const BOX = { width: 13, height: 19 }

/**
 * Draws a digit in one of the ways in which it is written: turned, sheared, stretched, moved and bent at random, by a pen of random
 * width and ink, on paper with noise.
 *
 * @returns `[28, 28]` grey values in [0, 1], white on black
 */
export function drawDigit(digit: number, random: Random, id = ''): Image {
  const ways = digitStrokes[digit]!
  const place = distortion(random)
  const strokes = ways[random.integer(ways.length)]!.map((stroke) => stroke.map(place))
  const segments = strokes.flatMap((stroke) => stroke.slice(1).map((end, index) => [stroke[index]!, end] as const))
  const halfWidth = between(random, 0.9, 1.6)
  const [ink, paper, noise] = [between(random, 0.6, 1), between(random, 0, 0.15), between(random, 0.02, 0.08)]
  const data = Float32Array.from({ length: DRAWING_SIZE ** 2 }, (_, pixel) => {
    const at: Point = [(pixel % DRAWING_SIZE) + 0.5, Math.floor(pixel / DRAWING_SIZE) + 0.5]
    const distance = segments.reduce((least, [from, to]) => Math.min(least, distanceTo(at, from, to)), Infinity)
    const covered = Math.min(1, Math.max(0, halfWidth - distance + 0.5))
    const value = paper + (ink - paper) * covered + noise * random.normal()
    return Math.min(1, Math.max(0, value))
  })
  return { id, width: DRAWING_SIZE, height: DRAWING_SIZE, channels: 1, frames: 1, data }
}

/** A map of the unit square onto pixels: affine, and bent by two slow waves. */
function distortion(random: Random): (point: Point) => Point {
  const angle = between(random, -0.2, 0.2)
  const shear = between(random, -0.2, 0.2)
  const scale: Point = [between(random, 0.85, 1.2), between(random, 0.9, 1.1)]
  const middle = [DRAWING_SIZE / 2 + between(random, -1.5, 1.5), DRAWING_SIZE / 2 + between(random, -1.5, 1.5)] as const
  const [phaseX, phaseY] = [2 * Math.PI * random.uniform(), 2 * Math.PI * random.uniform()]
  const [bendX, bendY] = [between(random, 0, 0.8), between(random, 0, 0.8)]
  const [cosine, sine] = [Math.cos(angle), Math.sin(angle)]
  return ([x, y]) => {
    const down = (y - 0.5) * BOX.height * scale[1]
    const right = (x - 0.5) * BOX.width * scale[0] - shear * down
    const bentX = right + bendX * Math.sin(phaseX + down / 4)
    const bentY = down + bendY * Math.sin(phaseY + right / 4)
    return [middle[0] + cosine * bentX - sine * bentY, middle[1] + sine * bentX + cosine * bentY]
  }
}

function distanceTo([x, y]: Point, [fromX, fromY]: Point, [toX, toY]: Point): number {
  const [alongX, alongY] = [toX - fromX, toY - fromY]
  const length = alongX ** 2 + alongY ** 2
  const part = length === 0 ? 0 : ((x - fromX) * alongX + (y - fromY) * alongY) / length
  const nearest = Math.min(1, Math.max(0, part))
  return Math.hypot(x - fromX - nearest * alongX, y - fromY - nearest * alongY)
}

function between(random: Random, low: number, high: number): number {
  return low + (high - low) * random.uniform()
}
