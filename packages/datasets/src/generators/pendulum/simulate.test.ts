import { createRandom } from '@romae/internal/random'
import { describe, expect, it } from 'vitest'
import { moments } from '../../testing/moments.ts'
import { FRAME_INTERVAL, type Swing, simulate } from './simulate.ts'

/** A rod of length l has I = m l² / 3, so m g l / I = 3 g / l; its potential energy is that of a point at l / I. */
const stiffness = 3 * 9.81

function swing(options: Partial<Swing>) {
  const states = simulate({ initialAngle: 2, frames: 100, friction: 0, push: 0, ...options }, createRandom(3))
  const angles = states.filter((_, index) => index % 2 === 0)
  const velocities = states.filter((_, index) => index % 2 === 1)
  const energies = angles.map((angle, frame) => velocities[frame]! ** 2 / 2 - stiffness * Math.cos(angle))
  return { angles, velocities, energies }
}

describe('simulate', () => {
  it('keeps the energy without friction', () => {
    for (const initialAngle of [0.1, 1, 2, 3]) {
      const { energies, velocities } = swing({ initialAngle })
      const drift = Math.max(...energies.map((energy) => Math.abs(energy - energies[0]!)))
      expect(drift).toBeLessThan(1e-3 * stiffness)
      expect(Math.max(...velocities.map(Math.abs))).toBeGreaterThan(initialAngle < 3 ? 0.5 : 0.01)
    }
  })

  it('loses to friction what friction takes: friction times the square of the velocity', () => {
    const { energies, velocities } = swing({ friction: 0.1 })
    const taken = velocities.slice(1).reduce((sum, velocity, frame) => {
      return sum + (FRAME_INTERVAL * 0.1 * (velocity ** 2 + velocities[frame]! ** 2)) / 2
    }, 0)
    expect(taken).toBeGreaterThan(1)
    expect(energies[0]! - energies.at(-1)!).toBeCloseTo(taken, 1)
  })

  it('swings at the frequency of a rod when it swings little', () => {
    const { angles } = swing({ initialAngle: 0.01 })
    const expected = angles.map((_, frame) => 0.01 * Math.cos(Math.sqrt(stiffness) * frame * FRAME_INTERVAL))
    angles.forEach((angle, frame) => {
      expect(angle).toBeCloseTo(expected[frame]!, 5)
    })
  })

  it('pushes with the given deviation, at every frame', () => {
    const pushes = Array.from({ length: 2000 }, (_, seed) => {
      const options: Swing = { initialAngle: 0, frames: 2, friction: 0, push: 0.1 }
      return simulate(options, createRandom(seed))[3]!
    })
    const { mean, deviation } = moments(pushes)
    expect(Math.abs(mean)).toBeLessThan((5 * 0.1) / Math.sqrt(2000))
    expect(Math.abs(deviation - 0.1)).toBeLessThan((5 * 0.1) / Math.sqrt(4000))
  })
})
