import { createRandom } from '@romae/internal/random'
import { expect, it } from 'vitest'
import { model, size } from '../testing/process.ts'
import { simulatePath } from './simulate-path.ts'
import { stationaryCovariance, transitionsOf } from './transitions.ts'

const axes = [0, 1, 2]

/** `[size, size]`: the mean of the products of a later row and an earlier one. */
function covarianceOf(path: Float64Array, apart: number): number[][] {
  const rows = path.length / size - apart
  return axes.map((i) =>
    axes.map((j) => {
      let sum = 0
      for (let row = 0; row < rows; row++) sum += path[(row + apart) * size + i]! * path[row * size + j]!
      return sum / rows
    }),
  )
}

it.each([1, 3])('has the covariances of the process, over rows %i steps apart', (apart) => {
  const path = simulatePath(model, new Float64Array(400_000).fill(apart), createRandom(1))
  const stationary = stationaryCovariance(model)
  const { transition } = transitionsOf(model)(apart)
  const [now, after] = [covarianceOf(path, 0), covarianceOf(path, 1)]
  for (const i of axes) {
    for (const j of axes) {
      expect(now[i]![j]).toBeCloseTo(stationary[i * size + j]! + (i === j ? model.noise[i]! : 0), 1)
      const moved = axes.reduce((sum, k) => sum + transition[i * size + k]! * stationary[k * size + j]!, 0)
      expect(after[i]![j]).toBeCloseTo(moved, 1)
    }
  }
})

it('begins as the process is at any time', () => {
  const firsts = Float64Array.from({ length: 3 * 20_000 }, () => 0)
  for (let draw = 0; draw < 20_000; draw++) {
    firsts.set(simulatePath(model, Float64Array.of(0), createRandom(draw)), draw * size)
  }
  const stationary = stationaryCovariance(model)
  for (const i of axes) {
    expect(covarianceOf(firsts, 0)[i]![i]! / (stationary[i * size + i]! + model.noise[i]!)).toBeCloseTo(1, 1)
  }
})

it('sees one state at one time, and channels that never move', () => {
  const still = {
    size: 2,
    transition: new Float64Array(4),
    innovation: new Float64Array(4),
    noise: new Float64Array(2),
  }
  expect([...simulatePath(still, Float64Array.of(0, 1, 5), createRandom(1))]).toEqual([0, 0, 0, 0, 0, 0])
  const exact = { ...model, noise: new Float64Array(size) }
  const path = simulatePath(exact, Float64Array.of(0, 0, 1), createRandom(1))
  expect([...path.subarray(0, size)]).toEqual([...path.subarray(size, 2 * size)])
  expect([...path.subarray(0, size)]).not.toEqual([...path.subarray(2 * size)])
})
