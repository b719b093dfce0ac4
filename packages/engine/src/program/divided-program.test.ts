import * as tf from '@tensorflow/tfjs'
import { describe, expect, it } from 'vitest'
import { createEngine } from '../create-engine.ts'
import type { Program } from '../engine.ts'
import type { HostTensors } from '../host-tensor.ts'
import { relativeDifference } from '../testing/compare.ts'
import { attention, attentionInputs, initialParameters, mlp, mlpInputs } from '../testing/programs.ts'
import { tfjs } from '../tfjs/provider.ts'
import { divide, dividedProgram } from './divided-program.ts'

const byRows: Program = { ...attention, lossWeight: (inputs) => inputs.x!.shape[0]! }

describe('a batch in shards', () => {
  it.each([
    [5, 2, 2],
    [5, 4, 3],
    [3, 8, 3],
  ])(
    'of %d rows, at most %d, is %d shards, with the loss, outputs and gradient of the whole',
    async (rows, most, shards) => {
      const engine = await createEngine(tfjs({ backend: 'cpu' }))
      const inputs = attentionInputs(rows, 4, 7)
      const parameters = initialParameters(attention)
      const whole = await engine.valueAndGrad(attention).run(parameters, inputs)
      const batch = divide(byRows, inputs, most)
      expect(batch.shards).toHaveLength(shards)
      const divided = await engine.valueAndGrad(dividedProgram(tf, byRows, shards)).run(parameters, batch.inputs)
      expect(divided.loss).toBeCloseTo(whole.loss, 6)
      expect(relativeDifference(divided.gradient, whole.gradient)).toBeLessThan(1e-5)
      expect(Object.keys(divided.outputs).sort()).toEqual(Object.keys(whole.outputs).sort())
      for (const [name, { data, shape }] of Object.entries(whole.outputs)) {
        expect(divided.outputs[name]!.shape).toEqual(shape)
        expect(relativeDifference(divided.outputs[name]!.data as Float32Array, data as Float32Array)).toBeLessThan(1e-5)
      }
      await engine.dispose()
    },
  )

  it('counts each shard by the weight of its rows', () => {
    const weighted: Program = { ...mlp, lossWeight: ({ y }) => (y!.data.length === 2 ? 3 : 1) }
    const { inputs } = divide(weighted, mlpInputs(3, 1), 2)
    const shares = Object.entries(inputs).filter(([name]) => name.endsWith('share of the loss'))
    expect(shares.map(([, { data }]) => data[0])).toEqual([0.25, 0.75])
  })

  it('without a loss has no shares', () => {
    const { inputs, shards } = divide({ ...mlp, lossWeight: () => null }, mlpInputs(4, 1), 2)
    expect([shards.length, Object.keys(inputs).sort()]).toEqual([2, ['0/x', '0/y', '1/x', '1/y']])
  })

  it.each<[string, Program, HostTensors, number]>([
    ['of a program that does not say how', mlp, mlpInputs(4, 1), 2],
    ['of one row', { ...mlp, lossWeight: () => 1 }, mlpInputs(1, 1), 2],
    ['with nothing beside which to compute it', { ...mlp, lossWeight: () => 1 }, mlpInputs(4, 1), 1],
    [
      'of which a shard has no weight',
      { ...mlp, lossWeight: ({ x }) => (x!.data[0]! > 0 ? 1 : 0) },
      mlpInputs(4, 1),
      4,
    ],
    ['without inputs', { ...mlp, lossWeight: () => 1 }, {}, 2],
    [
      'whose inputs have not the same number of rows',
      { ...mlp, lossWeight: () => 1 },
      { x: mlpInputs(4, 1).x!, y: mlpInputs(3, 1).y! },
      2,
    ],
  ])('%s stays whole', (_, program, inputs, most) => {
    expect(divide(program, inputs, most)).toEqual({ inputs, shards: [] })
  })

  it('still has no input that nobody reads', async () => {
    const engine = await createEngine(tfjs({ backend: 'cpu' }))
    const inputs = { ...attentionInputs(2, 4, 7), extra: { data: new Float32Array(2), shape: [2] } }
    const batch = divide(byRows, inputs, 2)
    const run = engine.compile(dividedProgram(tf, byRows, 2)).run(initialParameters(attention), batch.inputs)
    await expect(run).rejects.toThrowRomae('ENGINE_INPUT_UNEXPECTED')
    await engine.dispose()
  })
})
