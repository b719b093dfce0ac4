import type { Communicator } from '@romae/internal/communication'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createEngine } from '../create-engine.ts'
import type { Engine, EngineName, Program, SessionOptions, TrainingSession } from '../engine.ts'
import type { HostTensors } from '../host-tensor.ts'
import type { Optimizer } from '../optimizer/optimizer.ts'
import { splitRows } from '../program/split-rows.ts'
import { relativeDifference } from '../testing/compare.ts'
import { usableEngines } from '../testing/engine-names.ts'
import { initialParameters, mlp, mlpInputs } from '../testing/programs.ts'
import { inProcessCommunicators } from './in-process.ts'

const engines = {} as Record<EngineName, Engine>
beforeAll(async () => {
  for (const name of usableEngines) engines[name] = await createEngine(name)
})
afterAll(() => Promise.all(Object.values(engines).map((engine) => engine.dispose())))

const rowsOf = (inputs: HostTensors) => inputs.x!.shape[0]!
const program: Program = { ...mlp, lossWeight: rowsOf }
const adamw: Optimizer = { kind: 'adamw', betas: [0.9, 0.95], epsilon: 1e-8, weightDecay: 0.05 }
const momentum: Optimizer = { kind: 'sgd', momentum: 0.9, weightDecay: 0.01 }
const learningRate = 0.01

function train(name: EngineName, optimizer: Optimizer, more: Partial<SessionOptions>): TrainingSession {
  const parameters = initialParameters(program)
  return engines[name].train(program, { optimizer, clipNorm: 0.2, averageDecay: 0.9, parameters, ...more })
}

/** Steps of as many ranks as there are communicators; the pieces of a batch that are missing are ranks without rows. */
function stepAll(sessions: readonly TrainingSession[], pieces: readonly HostTensors[]) {
  return Promise.all(sessions.map((session, rank) => session.step(pieces[rank] ?? null, { learningRate })))
}

const sessionsOf = (name: EngineName, optimizer: Optimizer, communicators: readonly Communicator[]) =>
  communicators.map((communicator) => train(name, optimizer, { communicator }))

const vectorsOf = ({ parameters, moments, average }: TrainingSession) => [parameters, ...moments, average!]

describe.each(usableEngines)('two ranks on %s', (name) => {
  it.each([
    ['AdamW', adamw],
    ['SGD with momentum', momentum],
  ])('are two micro-batches, with %s', async (_, optimizer) => {
    const alone = train(name, optimizer, { microBatches: true })
    const sessions = sessionsOf(name, optimizer, inProcessCommunicators(2))
    for (let step = 0; step < 6; step++) {
      // Of the fourth batch, the second rank has no rows.
      const pieces = splitRows(mlpInputs([8, 7, 8, 3, 8, 5][step]!, step), 4)
      const microBatches = pieces.map((inputs) => ({ inputs, weight: rowsOf(inputs) }))
      const expected = await alone.stepMicroBatches(microBatches, { learningRate })
      const results = await stepAll(sessions, pieces)
      if (name === 'tensorflow') expect(relativeDifference([results[0]!.loss], [expected.loss])).toBeLessThan(1e-5)
      else for (const { loss, gradientNorm } of results) expect({ loss, gradientNorm }).toEqual(expected)
    }
    expect(vectorsOf(sessions[0]!)).toEqual(vectorsOf(sessions[1]!))
    // There the update of one process is TensorFlow's own.
    if (name === 'tensorflow') {
      expect(relativeDifference(sessions[0]!.parameters, alone.parameters)).toBeLessThan(1e-5)
    } else expect(vectorsOf(sessions[0]!)).toEqual(vectorsOf(alone))
  })
})

describe('ranks on onnxruntime-node', () => {
  const name = 'onnxruntime-node'

  it.each([1, 3, 4])('are %s micro-batches, whose bits they have where sums are in their order', async (size) => {
    const alone = train(name, adamw, { microBatches: true })
    const sessions = sessionsOf(name, adamw, inProcessCommunicators(size))
    for (let step = 0; step < 5; step++) {
      const pieces = splitRows(mlpInputs(12, step), 12 / size)
      const microBatches = pieces.map((inputs) => ({ inputs, weight: rowsOf(inputs) }))
      await alone.stepMicroBatches(microBatches, { learningRate })
      const results = await stepAll(sessions, pieces)
      for (const [rank, { outputs }] of results.entries()) {
        expect(outputs.prediction!.shape).toEqual([12 / size, 2])
        expect(vectorsOf(sessions[rank]!)).toEqual(vectorsOf(sessions[0]!))
      }
    }
    expect(vectorsOf(sessions[0]!)).toEqual(vectorsOf(alone))
  })

  it('weigh what each accumulates', async () => {
    const whole = train(name, adamw, {})
    const sessions = sessionsOf(name, adamw, inProcessCommunicators(2))
    const batch = mlpInputs(10, 3)
    const [first, second, third] = splitRows(batch, 4)
    await whole.step(batch, { learningRate })
    const given = [[first!, third!], [second!]]
    await Promise.all(
      sessions.map((session, rank) =>
        session.stepMicroBatches(
          given[rank]!.map((inputs) => ({ inputs, weight: rowsOf(inputs) })),
          { learningRate },
        ),
      ),
    )
    expect(sessions[0]!.parameters).toEqual(sessions[1]!.parameters)
    expect(relativeDifference(sessions[0]!.parameters, whole.parameters)).toBeLessThan(1e-5)
  })

  const outcomes = async (sessions: readonly TrainingSession[], pieces: readonly (HostTensors | null)[]) => {
    const settled = await Promise.allSettled(
      sessions.map((session, rank) => session.step(pieces[rank]!, { learningRate })),
    )
    return settled.map((one) => () => {
      if (one.status === 'rejected') throw one.reason
    })
  }

  it('make no update where a number of one of them is not finite, and go on', async () => {
    const sessions = sessionsOf(name, adamw, inProcessCommunicators(2))
    const [good, other] = splitRows(mlpInputs(8, 1), 4)
    const infinite = { ...good!, y: { ...good!.y!, data: good!.y!.data.slice().fill(Infinity) } }
    for (const thrown of await outcomes(sessions, [infinite, other!])) {
      expect(thrown).toThrowRomae('ENGINE_NON_FINITE', { step: 1 })
    }
    const notNumber = { ...good!, x: { ...good!.x!, data: good!.x!.data.slice().fill(Number.NaN) } }
    const [first, second] = await outcomes(sessions, [other!, notNumber])
    expect(first).toThrowRomae('ENGINE_NON_FINITE', { step: 1 })
    expect(second).toThrowRomae('ENGINE_INPUT_NAN', { input: 'x' })
    expect(sessions.map(({ parameters }) => parameters)).toEqual([1, 2].map(() => initialParameters(program)))
    await stepAll(sessions, [good!, other!])
    expect(sessions.map(({ steps }) => steps)).toEqual([1, 1])
  })

  it('all fail with one, which they name', async () => {
    const sessions = sessionsOf(name, adamw, inProcessCommunicators(3))
    const [first, second, third] = splitRows(mlpInputs(12, 1), 4)
    const thrown = await outcomes(sessions, [first!, { ...second!, z: second!.x! }, third!])
    expect(thrown[1]).toThrowRomae('ENGINE_INPUT_UNEXPECTED', { unread: ['z'] })
    for (const rank of [0, 2]) expect(thrown[rank]).toThrowRomae('ENGINE_RANK_FAILED', { rank: 1 })
    await stepAll(sessions, [first!, second!, third!])
  })

  it('need to know what rows weigh', async () => {
    const [communicator] = inProcessCommunicators(1)
    const parameters = initialParameters(mlp)
    const session = engines[name].train(mlp, {
      optimizer: adamw,
      clipNorm: null,
      parameters,
      communicator: communicator!,
    })
    await expect(session.step(mlpInputs(2, 1), { learningRate })).rejects.toThrowRomae('ENGINE_RANKS_INVALID', {})
    const alone = train(name, adamw, {})
    await expect(alone.step(null, { learningRate })).rejects.toThrowRomae('ENGINE_RANKS_INVALID', {})
  })
})
