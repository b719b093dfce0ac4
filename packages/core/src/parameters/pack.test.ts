import * as tf from '@tensorflow/tfjs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { RomaeConfig } from '../config/types.ts'
import { relativeError } from '../testing/compare.ts'
import { tinyPrediction, tinyPretraining, tinyStack } from '../testing/models.ts'
import { packedLayout } from './layout.ts'
import { checkParameters, packParameters, packTensors, unpackParameters } from './pack.ts'
import { type Parameters, parameterCount, parameterSpecs, sizeOf } from './specs.ts'
import { parameterTensors } from './tensors.ts'

const anyConfig: fc.Arbitrary<RomaeConfig> = fc
  .record({
    axes: fc.integer({ min: 1, max: 4 }),
    rest: fc.constantFrom(0, 2, 6),
    cls: fc.boolean(),
    tokenSize: fc.integer({ min: 1, max: 3 }),
    positionEncoding: fc.constantFrom('rope', 'absolute', 'none'),
    pretraining: fc.boolean(),
  })
  .map(({ pretraining, rest, ...options }) => {
    // Two heads, each with elements that no axis has.
    const encoder = { ...tinyStack(options.axes), dModel: tinyStack(options.axes).dModel + 2 * rest }
    return pretraining ? tinyPretraining({ ...options, encoder }) : tinyPrediction({ ...options, encoder })
  })

/** Every number of the model is another one. */
function counting(config: RomaeConfig): Parameters {
  let next = 0
  return Object.fromEntries(
    parameterSpecs(config).map(({ name, shape }) => [name, new Float32Array(sizeOf(shape)).map(() => next++)]),
  )
}

describe('the packed layout', () => {
  it('holds every number once, and unpacking is the inverse of packing', () => {
    fc.assert(
      fc.property(anyConfig, (config) => {
        const parameters = counting(config)
        const flat = packParameters(config, parameters)
        expect([...flat].sort((a, b) => a - b)).toEqual(Array.from({ length: parameterCount(config) }, (_, i) => i))
        expect(unpackParameters(config, flat)).toEqual(parameters)
      }),
      { numRuns: 20 },
    )
  })

  it('is the same for vectors and for tensors', () => {
    fc.assert(
      fc.property(anyConfig, (config) => {
        const parameters = counting(config)
        const flat = packParameters(config, parameters)
        const tensors = packTensors(config, parameterTensors(config, parameters))
        const { entries, size } = packedLayout(config)
        expect(size).toBe(flat.length)
        expect(Object.keys(tensors)).toEqual(entries.map(({ name }) => name))
        for (const { name, shape, offset, size } of entries) {
          expect(tensors[name]!.shape).toEqual(shape)
          expect(relativeError(tensors[name]!.dataSync(), flat.subarray(offset, offset + size))).toBe(0)
        }
      }),
      { numRuns: 12 },
    )
  })

  it('transposes weights and puts q, k and v side by side', () => {
    const config = tinyPrediction({ positionEncoding: 'none' })
    const { wqkv, wq, wv } = {
      wqkv: packTensors(config, parameterTensors(config, counting(config)))['encoder.layers.1.attention.wqkv.weight']!,
      wq: counting(config)['encoder.layers.1.attention.wq.weight']!,
      wv: counting(config)['encoder.layers.1.attention.wv.weight']!,
    }
    const width = config.encoder.dModel
    const at = (row: number, column: number) => wqkv.dataSync()[row * 3 * width + column]
    expect(at(2, 5)).toBe(wq[5 * width + 2])
    expect(at(3, 2 * width + 7)).toBe(wv[7 * width + 3])
  })
})

describe('wrong parameters', () => {
  const config = tinyPrediction()
  const complete = counting(config)

  it('are named: missing, left over, of another size', () => {
    const { cls, 'head.head.2.bias': _bias, ...incomplete } = complete
    expect(() => packParameters(config, { ...incomplete, clss: cls! })).toThrow(
      /2 of the model's parameters are missing: cls, head\.head\.2\.bias; not used by the model: clss/,
    )
    expect(() => checkParameters(config, { ...complete, extra: new Float32Array(1) })).toThrow(
      /1 weights are not used by this model: extra;.*\[PARAMETER_UNUSED\]/,
    )
    expect(() => parameterTensors(config, { ...complete, cls: new Float32Array(3) })).toThrow(
      /parameter cls must have shape \[16\]; got 3 values \[PARAMETER_SHAPE\]/,
    )
  })

  it('are named as tensors too', () => {
    const { cls, ...tensors } = parameterTensors(config, complete)
    expect(() => packTensors(config, tensors)).toThrowRomae('PARAMETER_MISSING', { names: ['cls'] })
    expect(() => packTensors(config, { ...tensors, cls: tf.reshape(cls!, [1, 16]) })).toThrow(
      /parameter cls must have shape \[16\]; got \[1, 16\]/,
    )
  })

  it('are refused by length in one vector', () => {
    const { size } = packedLayout(config)
    expect(() => unpackParameters(config, new Float32Array(size - 1))).toThrow(
      new RegExp(`the packed vector must hold ${size} values; got ${size - 1} \\[INPUT_LENGTH\\]`),
    )
  })
})
