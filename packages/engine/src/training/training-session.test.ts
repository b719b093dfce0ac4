import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createEngine } from '../create-engine.ts'
import type { Engine, EngineName, TrainingSession } from '../engine.ts'
import type { HostTensors } from '../host-tensor.ts'
import type { Optimizer } from '../optimizer/optimizer.ts'
import { relativeDifference } from '../testing/compare.ts'
import { usableEngines } from '../testing/engine-names.ts'
import { referenceState, referenceUpdate } from '../testing/float64-optimizer.ts'
import { attention, attentionInputs, initialParameters, mlp, mlpInputs } from '../testing/programs.ts'

const names = usableEngines
const engines = {} as Record<EngineName, Engine>
beforeAll(async () => {
  for (const name of names) engines[name] = await createEngine(name)
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

describe.each(names.filter((name) => name !== 'tfjs'))('50 steps on tfjs and on %s', (name) => {
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
    const gradients = engines[name].valueAndGrad(mlp)
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
    const { gradient } = await engines[name].valueAndGrad(mlp).run(parameters, mlpInputs(8, 1))
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
    await expect(session.step(extreme, { learningRate: 0.01 })).rejects.toThrowRomae('ENGINE_NON_FINITE')
    expect({ parameters: session.parameters, moments: session.moments }).toEqual(before)
    expect(session.steps).toBe(3)
    expect((await steps(session, 3, 4, 0.01))[0]!.loss).toBeGreaterThan(0)
  })

  it.each(optimizers)('computes a batch in micro-batches as a whole, for %s', async (_, optimizer, learningRate) => {
    const train = () =>
      engines[name].train(mlp, { optimizer, clipNorm, parameters: initialParameters(mlp), microBatches: true })
    const [whole, accumulated] = [train(), train()]
    for (let step = 0; step < 5; step++) {
      const inputs = mlpInputs(8, step)
      const expected = await whole.step(inputs, { learningRate })
      const microBatches = [rowsOf(inputs, 0, 3), rowsOf(inputs, 3, 6), rowsOf(inputs, 6, 8)]
      const got = await accumulated.stepMicroBatches(
        microBatches.map((microBatch) => ({ inputs: microBatch, weight: microBatch.x!.shape[0]! })),
        { learningRate },
      )
      expect(got.loss / expected.loss).toBeCloseTo(1, 5)
      expect(got.gradientNorm / expected.gradientNorm).toBeCloseTo(1, 5)
    }
    expect(relativeDifference(accumulated.parameters, whole.parameters)).toBeLessThan(1e-5)
    expect(accumulated.steps).toBe(5)
  })

  it('makes no update where one micro-batch is not finite, and forgets its gradient', async () => {
    const train = () =>
      engines[name].train(mlp, { optimizer: adamw, clipNorm, parameters: initialParameters(mlp), microBatches: true })
    const [session, other] = [train(), train()]
    const inputs = mlpInputs(8, 1)
    const extreme = { ...inputs, y: { ...inputs.y!, data: new Float32Array(16).fill(3e38) } }
    const microBatches = [inputs, extreme].map((microBatch) => ({ inputs: microBatch, weight: 1 }))
    await expect(session.stepMicroBatches(microBatches, { learningRate: 0.01 })).rejects.toThrowRomae(
      'ENGINE_NON_FINITE',
    )
    expect(session.parameters).toEqual(initialParameters(mlp))
    for (const one of [session, other]) await one.stepMicroBatches(microBatches.slice(0, 1), { learningRate: 0.01 })
    expect(session.parameters).toEqual(other.parameters)
  })

  it.each([
    [false, [1], 'needs a session that was made with microBatches: true'],
    [true, [], 'needs at least one micro-batch'],
    [true, [1, 0], 'needs positive weights; micro-batch 1 has 0'],
    [true, [Number.NaN], 'needs positive weights; micro-batch 0 has NaN'],
  ])('refuses micro-batches that cannot be: %s %o', async (microBatches, weights, problem) => {
    const options = { optimizer: adamw, clipNorm, parameters: initialParameters(mlp), microBatches }
    const session = engines[name].train(mlp, options)
    const given = weights.map((weight) => ({ inputs: mlpInputs(8, 1), weight }))
    const attempt = session.stepMicroBatches(given, { learningRate: 0.01 })
    await expect(attempt).rejects.toThrowRomae('ENGINE_MICRO_BATCHES_INVALID', { problem })
  })

  it('averages parameters, and goes on with the average exactly', async () => {
    const averageDecay = 0.6
    const train = () =>
      engines[name].train(mlp, { optimizer: adamw, clipNorm, parameters: initialParameters(mlp), averageDecay })
    const session = train()
    const expected = Array.from(initialParameters(mlp))
    for (let step = 1; step <= 8; step++) {
      await session.step(mlpInputs(8, step), { learningRate: 0.01 })
      const decay = Math.min(averageDecay, (1 + step) / (10 + step))
      session.parameters.forEach((parameter, i) => {
        expected[i] = decay * expected[i]! + (1 - decay) * parameter
      })
    }
    expect(relativeDifference(session.average!, expected)).toBeLessThan(1e-6)
    const resumed = train()
    const copies = (vectors: readonly Float32Array[]) => vectors.map((vector) => vector.slice())
    const [parameters, average] = copies([session.parameters, session.average!]) as [Float32Array, Float32Array]
    const state = { parameters, moments: copies(session.moments), steps: session.steps }
    expect(() => resumed.restore(state)).toThrowRomae('ENGINE_VECTOR_WRONG')
    resumed.restore({ ...state, average })
    for (const one of [session, resumed]) await one.step(mlpInputs(8, 9), { learningRate: 0.01 })
    expect(resumed.average).toEqual(session.average)
    expect(trainMlp(name, adamw).average).toBeNull()
  })

  it.each(optimizers)(
    'updates by ranges with their own factors as a float64 %s does',
    async (_, optimizer, learningRate) => {
      const [first, ...others] = mlp.layout.entries
      const factors = { [first!.name]: { rate: 0.5, decay: 0 }, [others.at(-1)!.name]: { rate: 2, decay: 3 } }
      const session = engines[name].train(mlp, { optimizer, clipNorm, parameters: initialParameters(mlp), factors })
      const gradients = engines[name].valueAndGrad(mlp)
      const reference = referenceState(initialParameters(mlp))
      const ranges = mlp.layout.entries.map(({ name: entry, offset, size }) => {
        return { start: offset, end: offset + size, rate: 1, decay: 1, ...factors[entry] }
      })
      for (let step = 1; step <= 10; step++) {
        const inputs = mlpInputs(8, step)
        const { gradient } = await gradients.run(Float32Array.from(reference.parameters), inputs)
        referenceUpdate(reference, gradient, optimizer, { step, learningRate, clipNorm }, ranges)
        await session.step(inputs, { learningRate })
      }
      expect(relativeDifference(session.parameters, reference.parameters)).toBeLessThan(1e-5)
    },
  )
})

/** Some rows of a batch. */
function rowsOf(inputs: HostTensors, from: number, to: number): HostTensors {
  const sliced = Object.entries(inputs).map(([name, { data, shape }]) => {
    const row = data.length / shape[0]!
    return [name, { data: data.slice(from * row, to * row), shape: [to - from, ...shape.slice(1)] }] as const
  })
  return Object.fromEntries(sliced)
}
