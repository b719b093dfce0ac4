import { type PredictionConfig, type PretrainingConfig, predictionConfig, pretrainingConfig } from '@romae/core'
import type { HostTensors, Program } from '@romae/engine'
import { createRandom } from '@romae/internal/random'
import { predictionProgram, pretrainingProgram } from '@romae/trainer/node'
import { randomInputs } from '../ours.ts'

/** Steps on long samples, by the name of what is trained: `fine-tuning 1024` has 1,024 tokens a sample. */
export const longSamples = ['pre-training 2048', 'fine-tuning 512', 'fine-tuning 1024', 'fine-tuning 2048'] as const
export type LongSamples = (typeof longSamples)[number]

/** Samples of a step. */
export const BATCH = 4

const sizes = { tokenSize: 6, axes: 3, encoder: 'tiny' } as const

/** A model of 12 blocks, and inputs of a step. */
export function longStep(name: LongSamples): {
  readonly config: PretrainingConfig | PredictionConfig
  readonly program: Program
  readonly inputs: HostTensors
} {
  const [task, length] = name.split(' ') as [string, string]
  const tokens = Number(length)
  if (task === 'pre-training') {
    const config = pretrainingConfig({ ...sizes, decoder: 'tiny-shallow' })
    const workload = { ...sizes, name, decoder: 'tiny-shallow', batch: BATCH, tokens } as const
    return { config, program: pretrainingProgram(config), inputs: randomInputs(workload) }
  }
  const config = predictionConfig({ ...sizes, outputSize: 4 })
  return { config, program: predictionProgram(config, { kind: 'crossEntropy' }), inputs: labelledInputs(tokens) }
}

/** Gaussian values at uniform positions in [0, 8), and classes. */
function labelledInputs(tokens: number): HostTensors {
  const random = createRandom(0, 'bench')
  const tensor = (shape: readonly [number, number, number], draw: () => number) => ({
    data: Float32Array.from({ length: shape[0] * shape[1] * shape[2] }, draw),
    shape,
  })
  return {
    values: tensor([BATCH, tokens, sizes.tokenSize], () => random.normal()),
    positions: tensor([BATCH, sizes.axes, tokens], () => 8 * random.uniform()),
    targets: { data: Int32Array.from({ length: BATCH }, (_, row) => row % 4), shape: [BATCH] },
  }
}
