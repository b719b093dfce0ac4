import '@tensorflow/tfjs'
import { predictionConfig, pretrainingConfig, type SizeName, sizePresets } from '@romae/core'
import type { Tokenizer } from '@romae/tokenizer'
import { pretrain, runToEnd } from '@romae/trainer/node'
import type { Case } from '../case.ts'

/** Points in space and time: a position is the sample, a value is drawn from where it is. */
function points(axes: number, scale: number): Tokenizer<readonly number[]> {
  return {
    specVersion: 1,
    name: 'points',
    axes: Array.from({ length: axes }, (_, axis) => `axis${axis}`),
    tokenSize: 1,
    tokenize: (seeds) => ({
      length: seeds.length,
      values: Float32Array.from(seeds, (seed) => Math.sin(seed)),
      positions: Float32Array.from({ length: axes * seeds.length }, (_, index) => scale * Math.cos(3 * index)),
    }),
  }
}

async function lossOf(axes: number, scale: number, encoder: { dModel: number; heads: number; depth: number }) {
  const losses: number[] = []
  const samples = Array.from({ length: 16 }, (_, sample) => Array.from({ length: 8 }, (_, index) => sample + index))
  const run = pretrain({
    tokenizer: points(axes, scale),
    samples,
    model: { encoder, decoder: encoder },
    training: { steps: 6, batchSize: 8, learningRate: 1e-2, seed: 1 },
  })
  await runToEnd(run, (event) => {
    if (event.type === 'step') losses.push(event.loss)
  })
  return losses.join()
}

/** Models that did not see positions, or could not be made for a number of axes. */
export const rotationCases: readonly Case[] = [
  ...[
    [4, { dModel: 32, heads: 4, depth: 1 }],
    [3, { dModel: 12, heads: 2, depth: 1 }],
    [7, { dModel: 32, heads: 2, depth: 1 }],
    [2, { dModel: 10, heads: 1, depth: 1 }],
  ].map(([axes, encoder]) => {
    const [count, stack] = [axes as number, encoder as { dModel: number; heads: number; depth: number }]
    return {
      name: `training sees positions on ${count} axes with width ${stack.dModel} and ${stack.heads} heads`,
      async try() {
        const [there, nowhere] = [await lossOf(count, 1, stack), await lossOf(count, 0, stack)]
        if (there === nowhere) throw new Error('the losses are the same with all positions 0')
        return undefined
      },
    }
  }),
  {
    name: 'every named size takes 1 to 12 axes, as encoder and as decoder',
    async try() {
      const sizes = Object.keys(sizePresets) as SizeName[]
      for (const encoder of sizes) {
        for (let axes = 1; axes <= 12; axes++) pretrainingConfig({ tokenSize: 1, axes, encoder, decoder: encoder })
      }
      return undefined
    },
  },
  {
    name: 'the width that an error recommends works',
    async try() {
      for (let axes = 1; axes <= 9; axes++) {
        for (let dModel = 1; dModel <= 40; dModel++) {
          const make = (width: number) =>
            predictionConfig({ tokenSize: 1, axes, outputSize: 1, encoder: { dModel: width, heads: 4, depth: 1 } })
          try {
            make(dModel)
          } catch (error) {
            make((error as { fields: { nearest: number } }).fields.nearest)
          }
        }
      }
      return undefined
    },
  },
]
