import type { Random } from '@romae/internal/random'

/** Frames at the start that are always clean. */
const CLEAN_FRAMES = 5

/** The most that visibility changes from frame to frame, before it is stretched. */
const CHANGE = 0.2

/**
 * How much of each frame is picture rather than noise: correlated in time, from 0 (noise alone) to 1 (clean).
 *
 * A random walk in [0, 1] with steps U(-0.2, 0.2), stretched so that it is 0 below a bound of U(0, 0.25) and 1 above
 * one of U(0.75, 1), both drawn once a series; the first five frames are clean.
 *
 * @returns `[frames]`
 */
export function drawVisibility(frames: number, random: Random): Float64Array {
  const low = 0.25 * random.uniform()
  const high = 0.75 + 0.25 * random.uniform()
  const visibility = new Float64Array(frames)
  let walk = random.uniform()
  for (let frame = 0; frame < frames; frame++) {
    if (frame > 0) walk = clip(walk + CHANGE * (2 * random.uniform() - 1))
    visibility[frame] = frame < CLEAN_FRAMES ? 1 : clip((walk - low) / (high - low))
  }
  return visibility
}

function clip(value: number): number {
  return Math.min(1, Math.max(0, value))
}
