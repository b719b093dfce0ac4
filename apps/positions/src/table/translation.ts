import { createRandom } from '@romae/core'
import type { Engine } from '@romae/engine'
import { embed, type PredictionModel } from '@romae/trainer/node'
import { type PositionSeries, positionTokenizer } from '../series/position-series.ts'

/** How far all positions of a series are moved. */
export const TRANSLATION = 25

/**
 * Corollary 4.1 as a number: how much the encoder's embedding (the output at [CLS], else the mean over tokens) changes when
 * every position of a series moves by the same distance, relative to its norm; root mean square over the series. Values are
 * random, as tokens of equal values would be embedded alike wherever they are.
 */
export async function translationChange(
  model: PredictionModel,
  series: readonly PositionSeries[],
  seed: number,
  engine: Engine,
): Promise<number> {
  const random = createRandom(seed, 'translation')
  const here = series.map(({ positions }) => ({ positions, values: positions.map(() => random.normal()) }))
  const there = here.map(({ positions, values }) => ({
    positions: positions.map((position) => position + TRANSLATION),
    values,
  }))
  const [before, after] = [
    await embed(model, here, { tokenizer: positionTokenizer, engine }),
    await embed(model, there, { tokenizer: positionTokenizer, engine }),
  ]
  const squares = before.map((vector, index) => {
    const change = vector.map((value, place) => after[index]![place]! - value)
    return squaredNorm(change) / squaredNorm(vector)
  })
  return Math.sqrt(squares.reduce((sum, square) => sum + square, 0) / squares.length)
}

function squaredNorm(vector: Float32Array): number {
  return vector.reduce((sum, value) => sum + value * value, 0)
}
