import * as tf from '@tensorflow/tfjs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createEngine } from './create-engine.ts'
import type { Engine, Program, TensorMap } from './engine.ts'
import type { HostTensors } from './host-tensor.ts'
import type { Optimizer } from './optimizer/optimizer.ts'
import { usableEngines } from './testing/engine-names.ts'
import { initialParameters, layoutOf, mlp, mlpInputs } from './testing/programs.ts'

const names = usableEngines
const optimizer: Optimizer = { kind: 'adamw', betas: [0.9, 0.999], epsilon: 1e-8, weightDecay: 0 }

describe.each(names)('bad use of %s', (name) => {
  let engine: Engine
  beforeAll(async () => {
    engine = await createEngine(name)
  })
  afterAll(() => engine.dispose())

  const valid = mlpInputs(4, 1)
  const parameters = initialParameters(mlp)
  const session = () => engine.train(mlp, { optimizer, clipNorm: 1, parameters })
  const [x, y] = [valid.x!, valid.y!]

  const badInputs: [string, HostTensors, string, Record<string, unknown>][] = [
    [
      'data that does not fill its shape',
      { x: { ...x, shape: [4, 6] }, y },
      'ENGINE_INPUT_SHAPE',
      { input: 'x', shape: '[4, 6]', expected: 24, got: 20 },
    ],
    [
      'a dimension of 0',
      { x: { data: new Float32Array(0), shape: [0, 5] }, y },
      'ENGINE_INPUT_SHAPE',
      { input: 'x', shape: '[0, 5]', expected: 0, got: 0 },
    ],
    [
      'data of another type',
      { x: { data: [1], shape: [1] }, y } as never,
      'ENGINE_INPUT_DTYPE',
      { input: 'x', got: 'Array of length 1' },
    ],
    ['no tensor at all', { x: undefined, y } as never, 'ENGINE_INPUT_DTYPE', { input: 'x', got: 'undefined' }],
    ['a missing input', { x }, 'ENGINE_PROGRAM_FAILED', { inputs: '{ x: float32[4, 5] }', absent: ['input y'] }],
    ['an unread input', { x, y, z: y }, 'ENGINE_INPUT_UNEXPECTED', { unread: ['z'], read: ['x', 'y'] }],
    [
      'a shape the program does not fit',
      { x: { ...x, shape: [5, 4] }, y },
      'ENGINE_PROGRAM_FAILED',
      { inputs: '{ x: float32[5, 4], y: float32[4, 2] }' },
    ],
    ['a NaN', { x: { ...x, data: x.data.with(7, Number.NaN) }, y }, 'ENGINE_INPUT_NAN', { input: 'x', index: 7 }],
  ]
  it.each(badInputs)('%s is refused, and the session still works', async (_, inputs, expected, fields) => {
    const training = session()
    await expect(training.step(inputs, { learningRate: 0.1 })).rejects.toThrowRomae(expected, fields)
    const program = engine.compile(mlp)
    await expect(program.run(parameters, inputs)).rejects.toThrowRomae(expected, fields)
    expect(training.parameters).toEqual(parameters)
    await training.step(valid, { learningRate: 0.1 })
    await program.run(parameters, valid)
  })

  it('a NaN passes where inputs are not checked, and the step that meets it is refused', async () => {
    const unchecked = await createEngine(name, { checkInputs: false })
    const inputs = { x: { ...x, data: (x.data as Float32Array).with(7, Number.NaN) }, y }
    const training = unchecked.train(mlp, { optimizer, clipNorm: 1, parameters })
    await expect(training.step(inputs, { learningRate: 0.1 })).rejects.toThrowRomae('ENGINE_NON_FINITE')
    await unchecked.dispose()
  })

  it('an optional input may be given or not', async () => {
    const program = engine.compile({
      ...mlp,
      run: (_, { x, bias }) => ({ y: bias === undefined ? tf.neg(x!) : tf.add(x!, bias) }),
    })
    const one = { data: Float32Array.of(1), shape: [1] }
    expect((await program.run(parameters, { x: one })).y!.data[0]).toBe(-1)
    expect((await program.run(parameters, { x: one, bias: one })).y!.data[0]).toBe(2)
  })

  it.each([Number.NaN, -1, Number.POSITIVE_INFINITY])('a learning rate of %s is refused', async (learningRate) => {
    await expect(session().step(valid, { learningRate })).rejects.toThrowRomae('ENGINE_LEARNING_RATE')
  })

  it('a second step before the first has ended is refused; the first ends well', async () => {
    const training = session()
    const first = training.step(valid, { learningRate: 0.1 })
    await expect(training.step(valid, { learningRate: 0.1 })).rejects.toThrowRomae('ENGINE_BUSY')
    expect(() => training.restore({ parameters, moments: [], steps: 0 })).toThrowRomae('ENGINE_BUSY')
    expect((await first).loss).toBeGreaterThan(0)
    expect(training.steps).toBe(1)
    await training.step(valid, { learningRate: 0.1 })
    expect(training.steps).toBe(2)
  })

  it('use after dispose is refused; what was running ends first', async () => {
    const own = await createEngine(name)
    const training = own.train(mlp, { optimizer, clipNorm: 1, parameters })
    const program = own.compile(mlp)
    const running = program.run(parameters, valid)
    const disposed = program.dispose()
    expect(program.dispose()).toBe(disposed)
    await expect(program.run(parameters, valid)).rejects.toThrowRomae('ENGINE_DISPOSED')
    expect((await running).loss!.shape).toEqual([])
    await disposed
    await own.dispose()
    await expect(training.step(valid, { learningRate: 0.1 })).rejects.toThrowRomae('ENGINE_DISPOSED')
    expect(training.parameters).toEqual(parameters)
    expect(() => own.compile(mlp)).toThrowRomae('ENGINE_DISPOSED')
  })

  it('parameters of a wrong length or type are refused', async () => {
    const program = engine.compile(mlp)
    await expect(program.run(new Float32Array(3), valid)).rejects.toThrowRomae('ENGINE_VECTOR_WRONG')
    await expect(program.run([1] as never, valid)).rejects.toThrowRomae('ENGINE_VECTOR_WRONG', {
      vector: 'parameters',
      got: 'Array of length 1',
    })
    const options = { optimizer, clipNorm: 1, parameters: new Float32Array(3) }
    expect(() => engine.train(mlp, options)).toThrowRomae('ENGINE_VECTOR_WRONG')
  })

  it('a state that does not fit is not restored, not even in part', () => {
    const training = session()
    const zeros = new Float32Array(mlp.layout.size)
    const states = [
      { parameters: new Float32Array(3), moments: [zeros, zeros], steps: 1 },
      { parameters: zeros, moments: [zeros], steps: 1 },
      { parameters: zeros, moments: [zeros, new Float32Array(3)], steps: 1 },
      { parameters: zeros, moments: [zeros, zeros], steps: -1 },
    ]
    for (const state of states) expect(() => training.restore(state)).toThrowRomae('ENGINE_VECTOR_WRONG')
    expect(training.parameters).toEqual(parameters)
  })

  it('what needs more memory than there is fails alone: the engine, its sessions and their state are as before', async () => {
    // [2²³, 1] times [1, 2²³]: 256 TiB, more than a process can address.
    const size = 2 ** 23
    const huge: Program = {
      name: 'huge',
      layout: layoutOf({ w: [size, 1] }),
      run: ({ w }) => ({ loss: tf.max(tf.matMul(w!, w!, false, true)) }),
    }
    const training = session()
    await training.step(valid, { learningRate: 0.1 })
    const before = training.parameters.slice()
    const w = new Float32Array(size).fill(1)
    const other = engine.train(huge, { optimizer, clipNorm: 1, parameters: w })
    const failing: Promise<unknown>[] = [other.step({}, { learningRate: 0.1 })]
    // TensorFlow waits ten seconds each time, in case memory comes free.
    if (name !== 'tensorflow') failing.push(engine.compile(huge).run(w, {}), engine.valueAndGrad(huge).run(w, {}))
    // How much was asked for, where the runtime says it: JavaScript does not from Node 22 on.
    for (const { status, reason } of (await Promise.allSettled(failing)) as PromiseRejectedResult[]) {
      expect(status).toBe('rejected')
      expect(reason).toMatchObject({
        code: 'ENGINE_OUT_OF_MEMORY',
        fields: { program: 'huge', asked: expect.stringMatching(/\d|larger|more memory/) },
      })
    }
    expect(other.parameters.every((value) => value === 1)).toBe(true)
    expect(training.parameters).toEqual(before)
    await training.step(valid, { learningRate: 0.1 })
    expect(training.steps).toBe(2)
  })

  const one = layoutOf({ w: [1] })
  const returning = (run: (parameters: TensorMap, inputs: TensorMap) => unknown): Program => ({
    name: 'odd',
    layout: one,
    run: (values, inputs) => {
      tf.neg(inputs.x!)
      return run(values, inputs) as TensorMap
    },
  })
  const badPrograms: [string, Program, string, Record<string, unknown>][] = [
    ['no loss', returning(({ w }) => ({ y: tf.neg(w!) })), 'ENGINE_LOSS_INVALID', { got: 'only y' }],
    [
      'a loss that is no scalar',
      returning(({ w }) => ({ loss: tf.neg(w!) })),
      'ENGINE_LOSS_INVALID',
      { got: 'float32[1]' },
    ],
    ['a number', returning(() => ({ loss: 3 })), 'ENGINE_OUTPUT_INVALID', { problem: '"loss" is not a tensor' }],
    ['nothing', returning(() => undefined), 'ENGINE_OUTPUT_INVALID', { problem: 'it returned undefined' }],
    ['no outputs', returning(() => ({})), 'ENGINE_OUTPUT_INVALID', { problem: 'it returned none' }],
    [
      'a promise',
      returning(async () => ({})),
      'ENGINE_OUTPUT_INVALID',
      { problem: 'it returned a promise; it must be synchronous' },
    ],
    [
      'a bool',
      returning(({ w }) => ({ y: tf.greater(w!, 0) })),
      'ENGINE_OUTPUT_INVALID',
      { problem: '"y" is bool; cast it' },
    ],
    [
      'another layout',
      returning(({ u }) => ({ loss: tf.sum(u!) })),
      'ENGINE_PROGRAM_FAILED',
      { absent: ['parameter u'] },
    ],
    [
      'a loss that ignores a parameter',
      returning((_, { x }) => ({ loss: tf.sum(x!) })),
      'ENGINE_PARAMETER_UNUSED',
      { parameters: ['w'] },
    ],
    [
      'a loss that ignores a parameter, and says so is an error',
      { ...returning((_, { x }) => ({ loss: tf.sum(x!) })), unusedParameters: 'error' },
      'ENGINE_PARAMETER_UNUSED',
      { parameters: ['w'] },
    ],
  ]
  it.each(badPrograms)('a program that returns %s is refused', async (_, program, expected, fields) => {
    const gradients = engine.valueAndGrad(program)
    const inputs = { x: { data: Float32Array.of(1), shape: [1] } }
    await expect(gradients.run(new Float32Array(1), inputs)).rejects.toThrowRomae(expected, fields)
    await engine.compile(mlp).run(parameters, valid)
  })

  const entry = { name: 'w', shape: [2], offset: 0, size: 2 }
  it.each([
    ['two entries of one name', { entries: [entry, { ...entry, offset: 2 }], size: 4 }, { problem: '"w" comes twice' }],
    [
      'a gap',
      { entries: [{ ...entry, offset: 1 }], size: 3 },
      { problem: '"w" starts at 1; expected 0, where the entry before it ends' },
    ],
    [
      'a size that is not its shape',
      { entries: [{ ...entry, size: 3 }], size: 3 },
      { problem: expect.stringContaining('shape [2] and size 3') },
    ],
    ['a wrong total', { entries: [entry], size: 5 }, { problem: 'its size is 5, its entries fill 2' }],
  ])('a layout with %s is refused', (_, layout, fields) => {
    expect(() => engine.compile({ ...mlp, layout })).toThrowRomae('ENGINE_LAYOUT_INVALID', fields)
  })

  it.each([
    [
      { ...optimizer, betas: [1, 0.9] },
      { field: 'betas[0]', got: '1' },
    ],
    [
      { ...optimizer, betas: [0.9] },
      { field: 'betas[1]', got: 'undefined' },
    ],
    [
      { ...optimizer, epsilon: 0 },
      { field: 'epsilon', got: '0' },
    ],
    [
      { ...optimizer, weightDecay: Number.NaN },
      { field: 'weightDecay', got: 'NaN' },
    ],
    [
      { kind: 'sgd', momentum: -1, weightDecay: 0 },
      { field: 'momentum', got: '-1' },
    ],
    [{ kind: 'lion' }, { field: 'kind', got: 'lion' }],
  ])('the optimizer %o is refused', (invalid, fields) => {
    const options = { optimizer: invalid as Optimizer, clipNorm: 1, parameters }
    expect(() => engine.train(mlp, options)).toThrowRomae('ENGINE_OPTIMIZER_INVALID', fields)
  })

  it('a clip norm of 0 is refused', () => {
    expect(() => engine.train(mlp, { optimizer, clipNorm: 0, parameters })).toThrowRomae('ENGINE_OPTIMIZER_INVALID')
  })
})
