import { errors } from '../errors.ts'
import type { DType } from '../graph.ts'
import { type EmbeddedTensor, toInitializer } from '../onnx/embed-tensors.ts'
import { float16Bits } from '../onnx/float16.ts'
import { dataTypes } from '../onnx/proto.ts'
import { toOnnxGraph } from '../onnx/to-onnx.ts'
import {
  encodeAttribute,
  encodeGraph,
  type OnnxGraph,
  type OnnxInitializer,
  type OnnxNode,
  type OnnxValue,
} from '../onnx/writer.ts'
import { optimize } from '../passes/optimize.ts'
import { type RecordableFunction, record } from '../recorder/record.ts'
import { fitPolynomial, formatPolynomial, type Polynomial, type Sizes } from './polynomial.ts'
import { prune } from './prune.ts'
import { sampleSizes } from './sample-sizes.ts'
import { SizeNodes } from './size-nodes.ts'

/** Shape and type of an input whose sizes may be open: a name stands for a size. `float32` where no type is given. */
export interface DynamicInputSpec {
  readonly shape: readonly (number | string)[]
  readonly dtype?: DType
}

/** How a model with open sizes is written. */
export interface DynamicOptions {
  /**
   * How matrices that become part of the model are stored: `float16` takes half of the bytes, and the model makes float32 of
   * them when it is loaded. Vectors stay float32. Default: `float32`.
   */
  readonly weights?: 'float32' | 'float16'
}

/**
 * Records a function of tfjs tensors as an ONNX model with open sizes, e.g. `['batch', 'length', 6]`.
 *
 * A recording has fixed sizes. The function is therefore recorded for several, and each number that differs between the
 * recordings (in a shape, a range, a slice) is replaced by a polynomial of the sizes, which the model computes from the
 * shapes of its inputs. One additional recording verifies the polynomials.
 *
 * The file is of opset 17 and IR version 8, with `com.microsoft` 1 for what ONNX has no operator for, such as the rotary
 * embedding; ONNX' own checker accepts it.
 *
 * @param fn gets the inputs and the embedded tensors, by name
 * @param embedded tensors that become part of the model: those that an output depends on, each once
 * @throws RomaeError COMPILER_DYNAMIC_DIMENSION, COMPILER_DYNAMIC_STRUCTURE, and what `record` and `toOnnx` throw
 */
export function toDynamicOnnx(
  fn: RecordableFunction,
  inputs: Readonly<Record<string, DynamicInputSpec>>,
  embedded: Readonly<Record<string, EmbeddedTensor>> = {},
  options: DynamicOptions = {},
): Uint8Array {
  return recordDynamicOnnx(fn, inputs, embedded, options).model
}

/** What `toDynamicOnnx` gives, and the number of operations in it. */
export function recordDynamicOnnx(
  fn: RecordableFunction,
  inputs: Readonly<Record<string, DynamicInputSpec>>,
  embedded: Readonly<Record<string, EmbeddedTensor>> = {},
  { weights = 'float32' }: DynamicOptions = {},
): { readonly model: Uint8Array; readonly nodes: number } {
  const names = openSizes(inputs)
  const samples = sampleSizes(names)
  const specs = {
    ...Object.fromEntries(Object.entries(embedded).map(([name, { shape }]) => [name, { shape }])),
    ...inputs,
  }
  const recordings = samples.map((sizes) => recordFor(fn, specs, sizes))
  const graph = prune(embed(merge(names, samples, recordings, specs), embedded, weights))
  return { model: encodeGraph(graph), nodes: graph.nodes.length }
}

/** Turns inputs into constants. */
function embed(
  graph: OnnxGraph,
  embedded: Readonly<Record<string, EmbeddedTensor>>,
  weights: 'float32' | 'float16',
): OnnxGraph {
  const constants = Object.entries(embedded).map(([name, tensor]) =>
    weights === 'float16' && tensor.shape.length > 1 ? halved(name, tensor) : { constant: toInitializer(name, tensor) },
  )
  return {
    ...graph,
    inputs: graph.inputs.filter(({ name }) => embedded[name] === undefined),
    initializers: [...graph.initializers, ...constants.map(({ constant }) => constant)],
    // Whoever reads a value comes after the node that makes it.
    nodes: [...constants.flatMap((one) => ('cast' in one ? [one.cast] : [])), ...graph.nodes],
  }
}

/** A constant of half precision, and the node that makes float32 of it. */
function halved(
  name: string,
  { shape, data }: EmbeddedTensor,
): { readonly constant: OnnxInitializer; readonly cast: OnnxNode } {
  const stored = `${name}.float16`
  const rawData = new Uint8Array(float16Bits(data).buffer)
  const attribute = [{ name: 'to', ...encodeAttribute(dataTypes.float32) }]
  return {
    constant: { name: stored, dims: shape, dataType: dataTypes.float16, rawData },
    cast: { name: `Cast_${name}`, opType: 'Cast', domain: '', input: [stored], output: [name], attribute },
  }
}

/** The names of open sizes. Each must be an axis of some input: that is where the model reads it from. */
function openSizes(inputs: Readonly<Record<string, DynamicInputSpec>>): string[] {
  const names = new Set(Object.values(inputs).flatMap(({ shape }) => shape.filter((size) => typeof size === 'string')))
  for (const name of names) {
    if (!/^[A-Za-z_]\w*$/.test(name)) {
      throw errors.COMPILER_DYNAMIC_DIMENSION({ name, problem: 'a name is a word of letters and digits' })
    }
  }
  if (names.size === 0) {
    throw errors.COMPILER_DYNAMIC_DIMENSION({ name: '', problem: 'no input has an open size; use toOnnx' })
  }
  return [...names]
}

function recordFor(
  fn: RecordableFunction,
  inputs: Readonly<Record<string, DynamicInputSpec>>,
  sizes: Sizes,
): OnnxGraph {
  const specs = Object.entries(inputs).map(([name, { shape, dtype = 'float32' }]) => {
    return [name, { shape: shape.map((size) => (typeof size === 'string' ? sizes[size]! : size)), dtype }] as const
  })
  // Constants are not shared: two that are equal for one size may differ for another.
  return toOnnxGraph(optimize(record(fn, Object.fromEntries(specs))), { shareConstants: false, standard: true })
}

function merge(
  names: readonly string[],
  samples: readonly Sizes[],
  recordings: readonly OnnxGraph[],
  inputs: Readonly<Record<string, DynamicInputSpec>>,
): OnnxGraph {
  const [first, ...others] = recordings as [OnnxGraph, ...OnnxGraph[]]
  for (const other of others) requireSameStructure(first, other)
  const fit = (values: readonly number[], where: string): Polynomial => {
    const polynomial = fitPolynomial(names, samples, values)
    if (polynomial !== null) return polynomial
    throw errors.COMPILER_DYNAMIC_STRUCTURE({ problem: `${where} is ${values.join(', ')} for the sizes tried` })
  }
  const sizeNodes = new SizeNodes(inputs, takenNames(first))
  const initializers: OnnxInitializer[] = []
  for (const [index, initializer] of first.initializers.entries()) {
    const versions = recordings.map((recording) => recording.initializers[index]!)
    if (versions.every((version) => sameInitializer(version, initializer))) initializers.push(initializer)
    else addSized(initializer.name, versions, fit, sizeNodes)
  }
  const outputs = first.outputs.map((output, index): OnnxValue => {
    const dimensions = output.dimensions.map((_, axis) => {
      const sizes = recordings.map(({ outputs: theirs }) => knownSize(theirs[index]!, axis))
      const polynomial = fit(sizes, `axis ${axis} of output "${output.name}"`)
      const isKnown = polynomial.terms.every((term) => term.sizes.length === 0)
      return isKnown ? { dimValue: sizes[0]! } : { dimParam: formatPolynomial(polynomial) }
    })
    return { ...output, dimensions }
  })
  const openInputs = first.inputs.map((input): OnnxValue => {
    const dimensions = inputs[input.name]!.shape.map((size) =>
      typeof size === 'string' ? { dimParam: size } : { dimValue: size },
    )
    return { ...input, dimensions }
  })
  return {
    nodes: [...sizeNodes.nodes, ...first.nodes],
    initializers: [...sizeNodes.initializers, ...initializers],
    inputs: openInputs,
    outputs,
  }
}

/** Writes a constant that depends on the sizes: a list of polynomials, or the range 0, 1, 2, …. */
function addSized(
  name: string,
  versions: readonly OnnxInitializer[],
  fit: (values: readonly number[], where: string) => Polynomial,
  sizeNodes: SizeNodes,
): void {
  const [first] = versions as [OnnxInitializer, ...OnnxInitializer[]]
  const contents = versions.map(int64Contents)
  const rank = first.dims.length
  if (versions.every(({ dims }) => dims.length === rank && dims.every((size, axis) => size === first.dims[axis]))) {
    const entries = contents[0]!.map((_, entry) =>
      fit(
        contents.map((values) => values[entry]!),
        `constant ${name}`,
      ),
    )
    sizeNodes.vector(name, entries, first.dims)
    return
  }
  if (!contents.every((values) => values.every((value, index) => value === index))) {
    throw errors.COMPILER_DYNAMIC_STRUCTURE({ problem: `the contents of constant ${name} depend on a size` })
  }
  const shape = first.dims.map((_, axis) =>
    fit(
      versions.map(({ dims }) => dims[axis]!),
      `axis ${axis} of ${name}`,
    ),
  )
  const count = fit(
    contents.map(({ length }) => length),
    `the length of ${name}`,
  )
  sizeNodes.counted(name, count, shape)
}

function int64Contents({ name, dataType, rawData }: OnnxInitializer): number[] {
  if (dataType !== dataTypes.int64) {
    throw errors.COMPILER_DYNAMIC_STRUCTURE({ problem: `the numbers of constant ${name} depend on a size` })
  }
  const aligned = rawData.slice().buffer
  return Array.from(new BigInt64Array(aligned), Number)
}

function requireSameStructure(first: OnnxGraph, other: OnnxGraph): void {
  const [a, b] = [first.nodes, other.nodes]
  const different = a.findIndex((node, index) => b[index] === undefined || nodeKey(node) !== nodeKey(b[index]))
  if (different === -1 && a.length === b.length && first.initializers.length === other.initializers.length) return
  const [here, there] = [a[different] ?? a.at(-1), b[different] ?? b.at(-1)]
  const problem = `operation ${different} is ${here?.opType} for some sizes and ${there?.opType} for others`
  throw errors.COMPILER_DYNAMIC_STRUCTURE({ problem })
}

function nodeKey(node: OnnxNode): string {
  return JSON.stringify([node.opType, node.domain, node.input, node.output, node.attribute])
}

function sameInitializer(a: OnnxInitializer, b: OnnxInitializer): boolean {
  if (a.dataType !== b.dataType || a.dims.join() !== b.dims.join()) return false
  return a.rawData.length === b.rawData.length && a.rawData.every((byte, index) => byte === b.rawData[index])
}

function takenNames({ nodes, initializers, inputs }: OnnxGraph): Set<string> {
  return new Set([
    ...inputs.map(({ name }) => name),
    ...initializers.map(({ name }) => name),
    ...nodes.flatMap(({ output }) => output),
  ])
}

function knownSize({ dimensions }: OnnxValue, axis: number): number {
  const dimension = dimensions[axis]!
  return 'dimValue' in dimension ? dimension.dimValue : Number.NaN
}
