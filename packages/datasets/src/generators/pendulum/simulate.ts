import type { Random } from '@romae/internal/random'

/** g · l · m / I of a rod of 1 m and 1 kg that turns about its end: I = m l² / 3. */
const STIFFNESS = 3 * 9.81

/** Seconds of one step of the integrator, and steps from frame to frame. */
const STEP = 1e-4
const STEPS_PER_FRAME = 100

/** Seconds from frame to frame. */
export const FRAME_INTERVAL: number = STEP * STEPS_PER_FRAME

/** What a swing is made of. */
export interface Swing {
  /** Radians from hanging down. */
  readonly initialAngle: number
  readonly frames: number
  /** 1 / s. */
  readonly friction: number
  /** Standard deviation, in rad / s, of the push that the pendulum gets from frame to frame. */
  readonly push: number
}

/**
 * Lets a pendulum go from rest: φ'' = -29.43 sin φ - friction · φ', by the semi-implicit Euler method.
 *
 * @returns `[frames, 2]`: the angle from hanging down in radians, and its velocity in rad / s
 */
export function simulate({ initialAngle, frames, friction, push }: Swing, random: Random): Float64Array {
  const states = new Float64Array(frames * 2)
  let [angle, velocity] = [initialAngle, 0]
  for (let frame = 0; frame < frames; frame++) {
    if (frame > 0) {
      for (let step = 0; step < STEPS_PER_FRAME; step++) {
        velocity -= STEP * (STIFFNESS * Math.sin(angle) + friction * velocity)
        angle += STEP * velocity
      }
      if (push > 0) velocity += push * random.normal()
    }
    states[2 * frame] = angle
    states[2 * frame + 1] = velocity
  }
  return states
}
