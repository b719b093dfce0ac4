import * as tf from '@tensorflow/tfjs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createEngine } from './create-engine.ts'
import type { Engine, Program } from './engine.ts'
import type { HostTensors } from './host-tensor.ts'
import { relativeDifference } from './testing/compare.ts'
import { usableEngines } from './testing/engine-names.ts'
import { attention, attentionInputs, initialParameters, layoutOf, mlp, mlpInputs } from './testing/programs.ts'

const names = usableEngines
const cases: [string, Program, HostTensors][] = [
  ['mlp', mlp, mlpInputs(4, 1)],
  ['attention', attention, attentionInputs(2, 5, 1)],
]

describe.each(names)('programs on %s', (name) => {
  let engine: Engine
  beforeAll(async () => {
    engine = await createEngine(name)
  })
  afterAll(() => engine.dispose())

  it('computes outputs of float32 and int32', async () => {
    const parameters = new Float32Array(attention.layout.size)
    const inputs = attentionInputs(2, 3, 5)
    const { loss, output, choice } = await engine.compile(attention).run(parameters, inputs)
    // With zero weights attention adds nothing: the output is the input.
    expect(output).toEqual(inputs.x)
    const x = inputs.x!.data as Float32Array
    expect(loss!.shape).toEqual([])
    expect(loss!.data[0]).toBeCloseTo(x.reduce((sum, value) => sum + value * value, 0) / x.length, 6)
    const rows = Array.from({ length: 6 }, (_, row) => x.subarray(row * 6, row * 6 + 6))
    expect(choice).toEqual({ data: Int32Array.from(rows, (row) => row.indexOf(Math.max(...row))), shape: [2, 3] })
  })

  it.each(cases)('differentiates %s as finite differences do', async (_, program, inputs) => {
    const parameters = initialParameters(program)
    const { gradient, loss, outputs } = await engine.valueAndGrad(program).run(parameters, inputs)
    expect(outputs.loss).toBeUndefined()
    const forward = engine.compile(program)
    expect(loss).toBeCloseTo((await forward.run(parameters, inputs)).loss!.data[0]!, 6)
    const step = 5e-3
    const differences: number[] = []
    for (let index = 0; index < parameters.length; index++) {
      const at = async (shift: number) => {
        const shifted = parameters.slice()
        shifted[index]! += shift
        return (await forward.run(shifted, inputs)).loss!.data[0]!
      }
      differences.push(((await at(step)) - (await at(-step))) / (2 * step))
    }
    expect(relativeDifference(gradient, differences)).toBeLessThan(2e-3)
  })

  it('writes each gradient where several are the same value, or constant', async () => {
    const program: Program = {
      name: 'sums',
      layout: layoutOf({ a: [3], b: [3], c: [2, 2] }),
      run: ({ a, b, c }, { x }) => {
        const product = tf.sum(tf.mul(tf.add(a!, b!), x!))
        return { loss: tf.add(product, tf.sum(c!)), again: product, input: x!, parameter: c! }
      },
    }
    const inputs = { x: { data: Float32Array.of(1, 2, 3), shape: [3] } }
    const parameters = initialParameters(program)
    const { gradient, outputs } = await engine.valueAndGrad(program).run(parameters, inputs)
    expect([...gradient]).toEqual([1, 2, 3, 1, 2, 3, 1, 1, 1, 1])
    expect(outputs.input).toEqual(inputs.x)
    expect(outputs.parameter).toEqual({ data: parameters.slice(6), shape: [2, 2] })
  })

  it('gives a zero gradient, where a program asks for it, to parameters that the loss does not reach', async () => {
    const program: Program = {
      name: 'optional',
      layout: layoutOf({ a: [2], b: [2], c: [3, 1], d: [2] }),
      unusedParameters: 'zero',
      run: ({ a, b }, { x, y }) => {
        const loss = tf.sum(tf.mul(a!, x!))
        return { loss: y === undefined ? loss : tf.add(loss, tf.sum(tf.mul(b!, y))) }
      },
    }
    const [x, y] = [
      { data: Float32Array.of(1, 2), shape: [2] },
      { data: Float32Array.of(3, 4), shape: [2] },
    ]
    const parameters = initialParameters(program)
    const gradients = engine.valueAndGrad(program)
    expect([...(await gradients.run(parameters, { x, y })).gradient]).toEqual([1, 2, 3, 4, 0, 0, 0, 0, 0])
    expect([...(await gradients.run(parameters, { x })).gradient]).toEqual([1, 2, 0, 0, 0, 0, 0, 0, 0])

    const optimizer = { kind: 'sgd', momentum: 0, weightDecay: 0 } as const
    const session = engine.train(program, { optimizer, clipNorm: null, parameters })
    // What an earlier step left in the gradient must not stay there.
    await session.step({ x, y }, { learningRate: 1 })
    const before = session.parameters.slice()
    const { gradientNorm } = await session.step({ x }, { learningRate: 1 })
    expect(gradientNorm).toBeCloseTo(Math.sqrt(5), 6)
    expect(session.parameters.slice(2)).toEqual(before.slice(2))
    expect(session.parameters.slice(0, 2)).not.toEqual(before.slice(0, 2))
  })

  it('handles several input shapes in turn', async () => {
    const program = engine.compile(attention)
    const parameters = initialParameters(attention)
    const lengths = [3, 7, 3, 4, 7]
    const shapes: unknown[] = []
    for (const length of lengths) {
      shapes.push((await program.run(parameters, attentionInputs(2, length, 1))).output!.shape)
    }
    expect(shapes).toEqual(lengths.map((length) => [2, length, 6]))
  })

  it('answers overlapping calls, each with its own result', async () => {
    const program = engine.compile(mlp)
    const parameters = initialParameters(mlp)
    const seeds = [1, 2, 3]
    const together = await Promise.all(seeds.map((seed) => program.run(parameters, mlpInputs(4, seed))))
    for (const [index, seed] of seeds.entries()) {
      expect(together[index]).toEqual(await program.run(parameters, mlpInputs(4, seed)))
    }
    expect(together[0]).not.toEqual(together[1])
  })

  it('gives results that later runs do not change', async () => {
    const program = engine.valueAndGrad(mlp)
    const first = await program.run(initialParameters(mlp), mlpInputs(4, 1))
    const copy = structuredClone(first)
    await program.run(initialParameters(mlp, 8), mlpInputs(4, 2))
    expect(first).toEqual(copy)
  })

  it('reads parameters anew in each run', async () => {
    const program = engine.compile(mlp)
    const parameters = initialParameters(mlp)
    const before = await program.run(parameters, mlpInputs(4, 1))
    parameters.fill(0)
    const after = await program.run(parameters, mlpInputs(4, 1))
    expect(before.prediction).not.toEqual(after.prediction)
    expect(after.prediction!.data.every((value) => value === 0)).toBe(true)
  })
})

describe('the engines agree', () => {
  it.each(cases)('on the gradient of %s', async (_, program, inputs) => {
    const results = await Promise.all(
      names.map(async (name) => {
        const engine = await createEngine(name)
        const result = await engine.valueAndGrad(program).run(initialParameters(program), inputs)
        await engine.dispose()
        return result
      }),
    )
    const [reference, ...others] = results.reverse()
    for (const { gradient, outputs } of others) {
      expect(relativeDifference(gradient, reference!.gradient)).toBeLessThan(1e-5)
      for (const [output, expected] of Object.entries(reference!.outputs)) {
        const got = outputs[output]!
        expect(got.shape).toEqual(expected.shape)
        expect(got.data.constructor).toBe(expected.data.constructor)
        expect(relativeDifference(got.data, expected.data)).toBeLessThan(1e-5)
      }
    }
  })
})
