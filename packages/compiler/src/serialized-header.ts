import type { Attributes, AttributeValue, DType, Graph, GraphNode, GraphOutput, ValueInfo } from './graph.ts'

/** A graph whose constants are only named. */
export type GraphHeader = Omit<Graph, 'constants'> & { readonly constants: readonly string[] }

type Fail = (problem: string) => never

/** Parses a header and checks the type of every field; what the fields mean is for `validateGraph`. */
export function readHeader(bytes: Uint8Array, fail: Fail): GraphHeader {
  const header = toRecord(parse(bytes, fail), 'the header', fail)
  const strings = (value: unknown, name: string) => toList(value, name, fail).map((item) => toText(item, name, fail))
  if (header.version !== 1) fail(`version ${String(header.version)} is not known; this package reads version 1`)
  return {
    version: 1,
    inputs: strings(header.inputs, 'inputs'),
    outputs: toList(header.outputs, 'outputs', fail).map((item): GraphOutput => {
      const { name, value } = toRecord(item, 'outputs', fail)
      return { name: toText(name, 'outputs', fail), value: toText(value, 'outputs', fail) }
    }),
    nodes: toList(header.nodes, 'nodes', fail).map((item): GraphNode => {
      const { kernel, inputs, outputs, attributes, source } = toRecord(item, 'nodes', fail)
      return {
        kernel: toText(kernel, 'kernel', fail),
        inputs: strings(inputs, 'inputs'),
        outputs: strings(outputs, 'outputs'),
        attributes: toAttributes(attributes, fail),
        ...(source === undefined ? {} : { source: toText(source, 'source', fail) }),
      }
    }),
    values: mapRecord(header.values, 'values', fail, (value) => toInfo(value, fail)),
    constants: strings(header.constants, 'constants'),
  }
}

function parse(bytes: Uint8Array, fail: Fail): unknown {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    return JSON.parse(text, (_key, value) => restoreNumber(value))
  } catch (error) {
    return fail(`the header is no JSON (${(error as Error).message})`)
  }
}

/** `{ number: '-Infinity' }` is how the writer keeps what JSON has no number for. */
function restoreNumber(value: unknown): unknown {
  const keys = typeof value === 'object' && value !== null ? Object.keys(value) : []
  if (keys.length !== 1 || keys[0] !== 'number') return value
  const { number } = value as { number: unknown }
  return typeof number === 'string' ? Number(number) : value
}

function toInfo(value: unknown, fail: Fail): ValueInfo {
  const { shape, dtype } = toRecord(value, 'values', fail)
  if (dtype !== 'float32' && dtype !== 'int32' && dtype !== 'bool') fail(`there is no type ${String(dtype)}`)
  const dimensions = toList(shape, 'shape', fail)
  if (!dimensions.every((dimension) => Number.isSafeInteger(dimension) && (dimension as number) >= 0)) {
    fail(`[${dimensions}] is no shape`)
  }
  return { shape: dimensions as number[], dtype: dtype as DType }
}

function toAttributes(value: unknown, fail: Fail): Attributes {
  return mapRecord(value, 'attributes', fail, (attribute): AttributeValue => {
    const valid = Array.isArray(attribute)
      ? attribute.every((item) => isNumber(item) || (Array.isArray(item) && item.every(isNumber)))
      : ['number', 'string', 'boolean'].includes(typeof attribute)
    return valid ? (attribute as AttributeValue) : fail(`${JSON.stringify(attribute)} is no attribute`)
  })
}

const isNumber = (value: unknown) => typeof value === 'number'

function toRecord(value: unknown, name: string, fail: Fail): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) fail(`${name}: an object is expected`)
  return value as Record<string, unknown>
}

function toList(value: unknown, name: string, fail: Fail): unknown[] {
  return Array.isArray(value) ? value : fail(`${name}: a list is expected`)
}

function toText(value: unknown, name: string, fail: Fail): string {
  return typeof value === 'string' ? value : fail(`${name}: a string is expected`)
}

function mapRecord<T>(value: unknown, name: string, fail: Fail, convert: (item: unknown) => T): Record<string, T> {
  const entries = Object.entries(toRecord(value, name, fail))
  return Object.fromEntries(entries.map(([key, item]) => [key, convert(item)]))
}
