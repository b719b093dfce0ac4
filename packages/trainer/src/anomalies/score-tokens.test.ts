import { initializeParameters } from '@romae/core'
import type { Tokens } from '@romae/tokenizer'
import { describe, expect, it } from 'vitest'
import { createImputer, fillTokens } from '../inference/fill-tokens.ts'
import type { PretrainedModel } from '../model/romae-model.ts'
import { pretrain } from '../pretrain.ts'
import { openEngine } from '../testing/engines.ts'
import { tinyPretraining } from '../testing/tiny-pretraining.ts'
import { makeWaves, tinyStack, waveTokenizer } from '../testing/waves.ts'
import { runToEnd } from '../training/events.ts'
import { complementaryMasks } from './complementary-masks.ts'
import { scoreTokens } from './score-tokens.ts'

type Changes = Parameters<typeof tinyPretraining>[0]

function modelOf(changes: Changes = {}): PretrainedModel {
  const config = tinyPretraining(changes)
  return { config, parameters: initializeParameters(config, 4), tokenizer: null, classes: null }
}

const samples = makeWaves(5, [6, 12]).map((wave) => waveTokenizer.tokenize(wave) as Tokens)
const plan = { maskRatio: 0.25, block: 2, rounds: 3, seed: 7 }

/** The mean over all passes that hide a token, one pass a call. */
async function expected(distanceOf: (tokens: Tokens, hidden: Uint8Array) => Promise<(token: number) => number>) {
  const { rounds, ...masking } = plan
  return Promise.all(
    samples.map(async (tokens, sample) => {
      const sums = new Float64Array(tokens.length)
      const counts = new Float64Array(tokens.length)
      for (let round = 0; round < rounds; round++) {
        for (const hidden of complementaryMasks(tokens.length, { ...masking, sample, round })) {
          const distance = await distanceOf(tokens, hidden)
          for (const [token, flag] of hidden.entries()) {
            if (flag === 0) continue
            sums[token]! += distance(token)
            counts[token]!++
          }
        }
      }
      return Float32Array.from(sums, (sum, token) => sum / counts[token]!)
    }),
  )
}

function expectClose(scores: readonly Float32Array[], wanted: readonly Float32Array[]): void {
  expect(scores.map(({ length }) => length)).toEqual(wanted.map(({ length }) => length))
  const apart = scores.flatMap((one, index) => [...one].map((value, at) => Math.abs(value / wanted[index]![at]! - 1)))
  expect(Math.max(...apart)).toBeLessThan(1e-3)
}

describe('scoreTokens', () => {
  it('is how far the model is off what it does not see, averaged over rounds', async () => {
    const engine = await openEngine('onnxruntime-node')
    const model = modelOf()
    const scores = await scoreTokens(model, samples, { ...plan, inference: { engine } })
    expectClose(
      scores,
      await expected(async (tokens, hidden) => {
        const [filled] = await fillTokens(model, [{ tokens, hidden }], { engine })
        return (token) => Math.abs(tokens.values[token]! - filled!.values[token]!)
      }),
    )
  })

  it('is in the widths of a model that says how sure it is', async () => {
    const engine = await openEngine('onnxruntime-node')
    const model = modelOf({ likelihood: { kind: 'quantiles', levels: [0.1, 0.5, 0.9] } })
    const imputer = await createImputer(model, { engine })
    const scores = await scoreTokens(model, samples, { ...plan, inference: { engine } })
    expectClose(
      scores,
      await expected(async (tokens, hidden) => {
        const byLevel = await imputer.fillQuantiles([{ tokens, hidden }], [0.25, 0.5, 0.75])
        return (token) => {
          const [low, middle, high] = byLevel.map(([one]) => one!.values[token]!) as [number, number, number]
          const error = tokens.values[token]! - middle
          return Math.abs(error) / Math.max(1e-3, error < 0 ? middle - low : high - middle)
        }
      }),
    )
    await imputer.dispose()
  })

  it('compares with normalized tokens where the model predicts those', async () => {
    const model = modelOf({ tokenSize: 4, normalizeTargets: true })
    const grow = ({ values, ...rest }: Tokens, by: number): Tokens => ({
      ...rest,
      values: Float32Array.from(values, (value) => by * value + by),
    })
    const wide = samples.map(({ positions, length }) => ({
      positions,
      length,
      values: Float32Array.from({ length: 4 * length }, (_, index) => Math.sin(index * index)),
    }))
    const [plain] = await scoreTokens(model, wide.slice(0, 1), { seed: 1 })
    expect(plain).toHaveLength(4 * wide[0]!.length)
    // Predicted and true values have mean 0 and spread 1: what is off is of that order, however large the values.
    const [grown] = await scoreTokens(model, [grow(wide[0]!, 1000)], { seed: 1 })
    expect(Math.max(...grown!)).toBeLessThan(10)
  })

  it('cannot tell anything of a single token', async () => {
    const [one] = await scoreTokens(modelOf(), [
      { values: Float32Array.of(1), positions: Float32Array.of(0), length: 1 },
    ])
    expect([...one!]).toEqual([Number.NaN])
  })

  it('finds what is out of place, by a model that has learned what waves do', { timeout: 60_000 }, async () => {
    const engine = await openEngine('onnxruntime-node')
    const model = await runToEnd(
      pretrain({
        samples: makeWaves(200, 24),
        tokenizer: waveTokenizer,
        model: { encoder: tinyStack, decoder: tinyStack },
        maskRatio: 0.25,
        training: { steps: 300, batchSize: 32, learningRate: 5e-3, seed: 1, engine },
      }),
    )
    const spoiled = makeWaves(12, 24, 9).map((wave) => waveTokenizer.tokenize(wave) as Tokens)
    for (const [index, { values }] of spoiled.entries()) values[index + 5]! += index % 2 === 0 ? 3 : -3
    const scores = await scoreTokens(model, spoiled, { seed: 1, inference: { engine } })
    const found = scores.filter((own, index) => own.indexOf(Math.max(...own)) === index + 5)
    expect(found.length).toBeGreaterThanOrEqual(11)
  })
})
