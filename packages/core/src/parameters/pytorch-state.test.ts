import { parseSafetensors } from '@romae/safetensors'
import * as tf from '@tensorflow/tfjs'
import { describe, expect, it } from 'vitest'
import { fromPyTorchConfig } from '../config/pytorch.ts'
import { sinusoid } from '../ops/sinusoid.ts'
import { relativeError } from '../testing/compare.ts'
import { referenceCheckpoint } from '../testing/fixtures.ts'
import { tinyPretraining } from '../testing/models.ts'
import { initializeParameters } from './initialize.ts'
import { fromPyTorchState, type PyTorchState, toPyTorchState } from './pytorch-state.ts'
import { parameterSpecs } from './specs.ts'

function readCheckpoint(name: 'checkpoint-pretrain' | 'checkpoint-classifier') {
  const { configText, weights } = referenceCheckpoint(name)
  const file = parseSafetensors(weights)
  const state: PyTorchState = Object.fromEntries(
    [...file.tensors.keys()].map((key) => {
      const tensor = file.tensor(key)
      return [key, { shape: tensor.shape, data: tensor.toFloat32() }]
    }),
  )
  return { config: fromPyTorchConfig(JSON.parse(configText)), state }
}

describe('a reference checkpoint', () => {
  it.each(['checkpoint-pretrain', 'checkpoint-classifier'] as const)('%s comes back, tables included', (name) => {
    const { config, state } = readCheckpoint(name)
    const written = toPyTorchState(config, fromPyTorchState(config, state))
    expect(Object.keys(written).sort()).toEqual(Object.keys(state).sort())
    for (const [key, { shape, data }] of Object.entries(state)) {
      expect(written[key]!.shape).toEqual([...shape])
      if (key.endsWith('timescale')) {
        const [got, expected] = [written[key]!.data, data].map((table) => table.filter(Number.isFinite))
        expect(relativeError(got!, expected!)).toBeLessThan(1e-6)
        expect(written[key]!.data.map((value) => (Number.isFinite(value) ? 0 : 1))).toEqual(
          data.map((value) => (Number.isFinite(value) ? 0 : 1)),
        )
      } else expect(written[key]!.data).toEqual(data)
    }
  })

  it('may come without its tables, and with class weights', () => {
    const { config, state } = readCheckpoint('checkpoint-classifier')
    const weights = Object.fromEntries(parameterSpecs(config).map(({ name }) => [name, state[name]!]))
    const extra = { ...weights, 'loss_fn.weight': { shape: [4], data: new Float32Array(4) } }
    expect(fromPyTorchState(config, extra)).toEqual(fromPyTorchState(config, state))
  })

  it('is refused when a weight is missing, left over or of another shape', () => {
    const { config, state } = readCheckpoint('checkpoint-classifier')
    const { cls, ...incomplete } = state
    expect(() => fromPyTorchState(config, incomplete)).toThrowRomae('PARAMETER_MISSING', { names: ['cls'] })
    expect(() => fromPyTorchState(config, { ...state, extra: cls! })).toThrowRomae('PARAMETER_UNUSED', {
      names: ['extra'],
    })
    const transposed = { ...state, 'projection.weight': { shape: [2, 36], data: new Float32Array(72) } }
    expect(() => fromPyTorchState(config, transposed)).toThrowRomae('PARAMETER_SHAPE', {
      name: 'projection.weight',
      expected: [36, 2],
      got: [2, 36],
    })
  })

  it('of a depth that no file could hold is refused before anything is made of that length', () => {
    const { config, state } = readCheckpoint('checkpoint-classifier')
    const deep = { ...config, encoder: { ...config.encoder, depth: 1e9 } }
    expect(() => fromPyTorchState(deep, state)).toThrowRomae('PARAMETER_LAYERS', { layers: 1e9, got: 22 })
  })

  it('of the absolute baseline holds the sinusoid tables', () => {
    const config = tinyPretraining({ positionEncoding: 'absolute', maxLength: 20 })
    const state = toPyTorchState(config, initializeParameters(config, 1))
    const tables = Object.keys(state).filter((key) => key.includes('embedding'))
    expect(tables).toEqual(['encoder_inpt_pos_embedding.pe', 'decoder_inpt_pos_embedding.pe'])
    const { shape, data } = state['encoder_inpt_pos_embedding.pe']!
    expect(shape).toEqual([20, 16])
    expect(relativeError(data, sinusoid(tf.reshape(tf.range(0, 20), [1, 20]), 16).dataSync())).toBeLessThan(1e-5)
  })
})
