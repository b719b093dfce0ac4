import type { EncoderConfig, RomaeConfig } from '../config/types.ts'
import { errors } from '../errors.ts'
import { rotaryOptions } from '../model/rotary-options.ts'
import { rotaryTimescales } from '../ops/rotary.ts'
import { checkParameters } from './pack.ts'
import { type Parameters, parameterSpecs } from './specs.ts'

/** A tensor of a state dict. */
export interface StateTensor {
  readonly shape: readonly number[]
  readonly data: Float32Array
}

/** Tensors by the names of the PyTorch reference's state dict. */
export type PyTorchState = Readonly<Record<string, StateTensor>>

/**
 * Entries of a state dict that are tables, not weights: they follow from the configuration, and may be there or not.
 * `loss_fn.weight` holds class weights, which belong to the training, not to the model.
 */
const table = /^(zeros|loss_fn\.weight|(\w+_)?(attn|inpt)_pos_embedding\.(timescale|pe))$/

/**
 * The model's parameters from a reference checkpoint.
 *
 * @throws RomaeError `PARAMETER_*` when a weight is missing, left over, or of another shape
 */
export function fromPyTorchState(config: RomaeConfig, state: PyTorchState): Parameters {
  const weights = Object.entries(state).filter(([name]) => !table.test(name))
  const parameters = Object.fromEntries(weights.map(([name, { data }]) => [name, data]))
  checkParameters(config, parameters)
  for (const { name, shape } of parameterSpecs(config)) {
    const got = state[name]!.shape
    if (got.length !== shape.length || got.some((size, axis) => size !== shape[axis])) {
      throw errors.PARAMETER_SHAPE({ name, expected: shape, got })
    }
  }
  return parameters
}

/** The state dict that the reference would save for these parameters, tables included. */
export function toPyTorchState(config: RomaeConfig, parameters: Parameters): PyTorchState {
  checkParameters(config, parameters)
  const state: Record<string, StateTensor> = { zeros: { shape: [1], data: new Float32Array(1) } }
  for (const { name, shape } of parameterSpecs(config)) state[name] = { shape, data: parameters[name]! }
  for (const [prefix, stack] of stacks(config)) {
    if (config.positionEncoding === 'rope') {
      const timescales = Float32Array.from(rotaryTimescales(rotaryOptions(config, stack)))
      state[`${prefix}attn_pos_embedding.timescale`] = { shape: [timescales.length], data: timescales }
    } else if (config.positionEncoding === 'absolute') {
      const shape = [config.maxLength, stack.dModel]
      state[`${prefix}inpt_pos_embedding.pe`] = { shape, data: sinusoidTable(config.maxLength, stack.dModel) }
    }
  }
  return state
}

function stacks(config: RomaeConfig): [prefix: string, stack: EncoderConfig][] {
  if (config.task === 'prediction') return [['', config.encoder]]
  return [
    ['encoder_', config.encoder],
    ['decoder_', config.decoder],
  ]
}

/** `[length, width]`: what `sinusoid` computes, as a table. */
function sinusoidTable(length: number, width: number): Float32Array {
  return Float32Array.from({ length: length * width }, (_, index) => {
    const column = index % width
    const angle = Math.floor(index / width) * 10_000 ** (-(column - (column % 2)) / width)
    return column % 2 === 0 ? Math.sin(angle) : Math.cos(angle)
  })
}
