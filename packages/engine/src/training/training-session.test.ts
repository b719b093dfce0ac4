import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createEngine } from '../create-engine.ts'
import type { Engine, EngineName, TrainingSession } from '../engine.ts'
import type { Optimizer } from '../optimizer/optimizer.ts'
import { relativeDifference } from '../testing/compare.ts'
import { referenceState, referenceUpdate } from '../testing/float64-optimizer.ts'
import { attention, attentionInputs, initialParameters, mlp, mlpInputs } from '../testing/programs.ts'

const names: EngineName[] = ['onnxruntime-node', 'onnxruntime-web', 'tfjs']
const engines = {} as Record<EngineName, Engine>
beforeAll(async () => {
  for (const name of names) engines[name] = await createEngine({ engine: name })
})
afterAll(() => Promise.all(Object.values(engines).map((engine) => engine.dispose())))

const adamw: Optimizer = { kind: 'adamw', betas: [0.9, 0.95], epsilon: 1e-8, weightDecay: 0.05 }
const momentum: Optimizer = { kind: 'sgd', momentum: 0.9, weightDecay: 0.01 }
const plain: Optimizer = { kind: 'sgd', momentum: 0, weightDecay: 0 }
const optimizers: [string, Optimizer, number][] = [
  ['AdamW', adamw, 0.01],
  ['SGD with momentum', momentum, 0.05],
  ['SGD', plain, 0.05],
]
const clipNorm = 0.2

const trainMlp = (name: EngineName, optimizer: Optimizer) =>
  engines[name].train(mlp, { optimizer, clipNorm, parameters: initialParameters(mlp) })

async function steps(session: TrainingSession, from: number, to: number, learningRate: number) {
  const results: { loss: number; gradientNorm: number }[] = []
  for (let step = from; step < to; step++) {
    const { loss, gradientNorm } = await session.step(mlpInputs(8, step % 5), { learningRate }) // five batches in turn
    results.push({ loss, gradientNorm })
  }
  return results
}

describe.each(['onnxruntime-node', 'onnxruntime-web'] as const)('50 steps on tfjs and on %s', (name) => {
  it.each(optimizers)('of %s are equal', async (_, optimizer, learningRate) => {
    const [onnx, tfjs] = [trainMlp(name, optimizer), trainMlp('tfjs', optimizer)]
    const [onnxSteps, tfjsSteps] = [await steps(onnx, 0, 50, learningRate), await steps(tfjs, 0, 50, learningRate)]
    const column = (rows: typeof onnxSteps, key: 'loss' | 'gradientNorm') => rows.map((row) => row[key])
    expect(relativeDifference(column(onnxSteps, 'loss'), column(tfjsSteps, 'loss'))).toBeLessThan(1e-5)
    const normDifference = relativeDifference(column(onnxSteps, 'gradientNorm'), column(tfjsSteps, 'gradientNorm'))
    expect(normDifference).toBeLessThan(1e-5)
    expect(relativeDifference(onnx.parameters, tfjs.parameters)).toBeLessThan(1e-5)
    const meanLoss = (from: number) =>
      column(onnxSteps.slice(from, from + 5), 'loss').reduce((sum, loss) => sum + loss) / 5
    expect(meanLoss(45)).toBeLessThan(meanLoss(0))
  })
})

describe.each(names)('training on %s', (name) => {
  it.each(optimizers)('follows a float64 %s', async (_, optimizer, learningRate) => {
    const session = trainMlp(name, optimizer)
    const gradients = engines[name].differentiate(mlp)
    const reference = referenceState(initialParameters(mlp))
    for (let step = 1; step <= 50; step++) {
      const inputs = mlpInputs(8, step)
      const { gradient, loss } = await gradients.run(Float32Array.from(reference.parameters), inputs)
      const { gradientNorm } = referenceUpdate(reference, gradient, optimizer, { step, learningRate, clipNorm })
      const result = await session.step(inputs, { learningRate })
      expect(Math.abs(result.loss - loss)).toBeLessThan(1e-5 * loss)
      expect(Math.abs(result.gradientNorm - gradientNorm)).toBeLessThan(1e-5 * gradientNorm)
    }
    expect(relativeDifference(session.parameters, reference.parameters)).toBeLessThan(1e-5)
    expect(session.steps).toBe(50)
  })

  it('clips: the update is that of the scaled gradient, the norm that of the whole one', async () => {
    const parameters = initialParameters(mlp)
    const { gradient } = await engines[name].differentiate(mlp).run(parameters, mlpInputs(8, 1))
    const session = engines[name].train(mlp, { optimizer: plain, clipNorm: 0.01, parameters })
    const { gradientNorm } = await session.step(mlpInputs(8, 1), { learningRate: 1 })
    const norm = Math.hypot(...gradient)
    expect(gradientNorm / norm).toBeCloseTo(1, 5)
    expect(norm).toBeGreaterThan(0.1)
    const expected = parameters.map((p, i) => p - (gradient[i]! * 0.01) / (norm + 1e-6))
    expect(relativeDifference(session.parameters, expected)).toBeLessThan(1e-6)
  })

  it('copies the initial parameters', () => {
    const parameters = initialParameters(mlp)
    const session = engines[name].train(mlp, { optimizer: adamw, clipNorm: null, parameters })
    parameters.fill(9)
    expect(session.parameters).toEqual(initialParameters(mlp))
    expect(session.moments.map((moment) => moment.length)).toEqual([mlp.layout.size, mlp.layout.size])
  })

  it.each(optimizers)('resumes %s exactly', async (_, optimizer, learningRate) => {
    const session = trainMlp(name, optimizer)
    await steps(session, 0, 5, learningRate)
    const state = {
      parameters: session.parameters.slice(),
      moments: session.moments.map((moment) => moment.slice()),
      steps: session.steps,
    }
    const uninterrupted = await steps(session, 5, 10, learningRate)
    const resumed = trainMlp(name, optimizer)
    await steps(resumed, 90, 92, learningRate) // something to be forgotten
    resumed.restore(state)
    expect(resumed.steps).toBe(5)
    expect(await steps(resumed, 5, 10, learningRate)).toEqual(uninterrupted)
    expect(resumed.parameters).toEqual(session.parameters)
    expect(resumed.moments).toEqual(session.moments)
  })

  it('is repeatable bit for bit', async () => {
    const [a, b] = [trainMlp(name, adamw), trainMlp(name, adamw)]
    expect(await steps(a, 0, 10, 0.01)).toEqual(await steps(b, 0, 10, 0.01))
    expect(a.parameters).toEqual(b.parameters)
  })

  it('trains on batches of several shapes', async () => {
    const parameters = initialParameters(attention)
    const session = engines[name].train(attention, { optimizer: adamw, clipNorm: 1, parameters })
    const losses: number[] = []
    for (let step = 0; step < 30; step++) {
      const length = 3 + (step % 3)
      const { loss, outputs } = await session.step(attentionInputs(2, length, 1), { learningRate: 0.02 })
      expect(outputs.output!.shape).toEqual([2, length, 6])
      losses.push(loss)
    }
    expect(losses[29]).toBeLessThan(losses[2]! * 0.8)
  })

  it('applies no update where the loss or the gradient is not finite', async () => {
    const session = trainMlp(name, adamw)
    await steps(session, 0, 3, 0.01)
    const before = { parameters: session.parameters.slice(), moments: session.moments.map((moment) => moment.slice()) }
    const inputs = mlpInputs(8, 1)
    const extreme = { ...inputs, y: { ...inputs.y!, data: new Float32Array(16).fill(3e38) } }
    await expect(session.step(extreme, { learningRate: 0.01 })).rejects.toThrow(
      expect.objectContaining({ code: 'ENGINE_NON_FINITE' }),
    )
    expect({ parameters: session.parameters, moments: session.moments }).toEqual(before)
    expect(session.steps).toBe(3)
    expect((await steps(session, 3, 4, 0.01))[0]!.loss).toBeGreaterThan(0)
  })
})
