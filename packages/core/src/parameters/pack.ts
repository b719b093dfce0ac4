import * as tf from '@tensorflow/tfjs-core'
import { headSlices, rotaryAxes } from '../config/rotation.ts'
import type { RomaeConfig } from '../config/types.ts'
import { errors } from '../errors.ts'
import { permuteHeads } from '../ops/rotary.ts'
import { type PackedEntry, type PackedPart, packedEntries, packedLayout } from './layout.ts'
import { type Parameters, parameterSpecs } from './specs.ts'

/** Tensors by name. */
export type TensorMap = Readonly<Record<string, tf.Tensor>>

/** Packs a checkpoint's parameters into one flat vector. @throws RomaeError `PARAMETER_*` */
export function packParameters(config: RomaeConfig, parameters: Parameters): Float32Array {
  checkParameters(config, parameters)
  return packFrom(config, (name) => parameters[name]!)
}

/** Packs what `parameterOf` gives, which is asked for each parameter once, so that not all need to be there at a time. */
export function packFrom(config: RomaeConfig, parameterOf: (name: string) => Float32Array): Float32Array {
  const flat = new Float32Array(packedLayout(config).size)
  forEachPart(config, (name, forEachNumber) => {
    const parameter = parameterOf(name)
    forEachNumber((source, target) => {
      flat[target] = parameter[source]!
    })
  })
  return flat
}

/**
 * The inverse of `packParameters`: named parameters, freshly allocated. Serves gradients and moments as well.
 *
 * @throws RomaeError `INPUT_LENGTH`
 */
export function unpackParameters(config: RomaeConfig, flat: Float32Array): Parameters {
  const { size } = packedLayout(config)
  if (flat.length !== size) throw errors.INPUT_LENGTH({ name: 'the packed vector', expected: size, got: flat.length })
  const parameters: Record<string, Float32Array> = {}
  for (const { name, shape } of parameterSpecs(config)) {
    parameters[name] = new Float32Array(shape.reduce((product, length) => product * length, 1))
  }
  forEachPart(config, (name, forEachNumber) => {
    const parameter = parameters[name]!
    forEachNumber((source, target) => {
      parameter[source] = flat[target]!
    })
  })
  return parameters
}

/**
 * Packs named tensors by differentiable tfjs ops, for eager use: gradients arrive under the checkpoint's names.
 *
 * @param parameters tensors in the shapes of `parameterSpecs`
 * @param entries what to pack; default all of the model
 * @throws RomaeError `PARAMETER_MISSING`, `PARAMETER_SHAPE`
 */
export function packTensors(
  config: RomaeConfig,
  parameters: TensorMap,
  entries: readonly PackedEntry[] = packedEntries(config),
): TensorMap {
  return tf.tidy(() => {
    const shapes = new Map(parameterSpecs(config).map(({ name, shape }) => [name, shape]))
    const packed: Record<string, tf.Tensor> = {}
    for (const entry of entries) {
      const columns = entry.parts.map((part) => packTensor(config, entry, part, shapes, parameters))
      packed[entry.name] = columns.length === 1 ? columns[0]! : tf.concat(columns, 1)
    }
    return packed
  })
}

/** Checks that names and sizes are those of the model, none missing, none left over. */
export function checkParameters(config: RomaeConfig, parameters: Parameters): void {
  // First, for the depth of a damaged configuration also decides how long the list of names is.
  const layers = config.encoder.depth + (config.task === 'pretraining' ? config.decoder.depth : 0)
  const got = Object.keys(parameters).length
  if (layers > got) throw errors.PARAMETER_LAYERS({ layers, got })
  const specs = parameterSpecs(config)
  const known = new Set(specs.map(({ name }) => name))
  const extra = Object.keys(parameters).filter((name) => !known.has(name))
  const missing = specs.map(({ name }) => name).filter((name) => parameters[name] === undefined)
  if (missing.length > 0) throw errors.PARAMETER_MISSING({ names: missing, extra })
  if (extra.length > 0) throw errors.PARAMETER_UNUSED({ names: extra })
  for (const { name, shape } of specs) {
    const expected = shape.reduce((product, size) => product * size, 1)
    const got = parameters[name]!.length
    if (got !== expected) throw errors.PARAMETER_SHAPE({ name, expected: shape, got: `${got} values` })
  }
}

function packTensor(
  config: RomaeConfig,
  entry: PackedEntry,
  part: PackedPart,
  shapes: ReadonlyMap<string, readonly number[]>,
  parameters: TensorMap,
): tf.Tensor {
  const name = part.parameter
  const parameter = parameters[name]
  if (parameter === undefined) throw errors.PARAMETER_MISSING({ names: [name], extra: [] })
  const expected = shapes.get(name)!
  if (parameter.shape.join() !== expected.join()) {
    throw errors.PARAMETER_SHAPE({ name, expected, got: parameter.shape })
  }
  if (part.order === 'same') return tf.reshape(parameter, [...entry.shape])
  const transposed = tf.transpose(parameter) // [in, out]
  const axes = rotaryAxes(config)
  if (part.order === 'transpose' || axes === 0) return transposed
  return permuteHeads(transposed, headDimension(config, entry.name), axes, 'pack')
}

/** Calls back with the place of a number in a named parameter and its place in the flat vector. */
type ForEachNumber = (visit: (source: number, target: number) => void) => void

/** Visits every parameter once, and lets its numbers be visited. */
function forEachPart(config: RomaeConfig, visitPart: (parameter: string, forEachNumber: ForEachNumber) => void): void {
  const axes = rotaryAxes(config)
  let offset = 0
  for (const { name, shape, parts } of packedEntries(config)) {
    const start = offset
    const rows = shape.length === 2 ? shape[0]! : 1
    const columns = shape[shape.length - 1]! / parts.length
    parts.forEach(({ parameter, order }, part) => {
      const permutation =
        order === 'rotary' && axes > 0 ? rotaryColumns(columns, headDimension(config, name), axes) : null
      visitPart(parameter, (visit) => {
        for (let row = 0; row < rows; row++) {
          const target = start + row * columns * parts.length + part * columns
          for (let column = 0; column < columns; column++) {
            const output = permutation === null ? column : permutation[column]!
            visit(order === 'same' ? row * columns + column : output * rows + row, target + column)
          }
        }
      })
    })
    offset += rows * columns * parts.length
  }
}

/** For each packed column of q or k, the checkpoint's: what `permuteHeads` does to the elements of a head. */
function rotaryColumns(width: number, headDimension: number, axes: number): Int32Array {
  const { pairs, rest } = headSlices(headDimension, axes)
  const columns = new Int32Array(width)
  let column = 0
  for (let head = 0; head < width; head += headDimension)
    for (let half = 0; half < 2; half++) {
      for (let axis = 0; axis < axes; axis++)
        for (let pair = 0; pair < pairs; pair++) columns[column++] = head + axis * 2 * pairs + half * pairs + pair
      const left = head + 2 * axes * pairs + half * (rest / 2)
      for (let element = 0; element < rest / 2; element++) columns[column++] = left + element
    }
  return columns
}

function headDimension(config: RomaeConfig, entryName: string): number {
  const stack = config.task === 'pretraining' && entryName.startsWith('decoder.') ? config.decoder : config.encoder
  return stack.dModel / stack.heads
}
