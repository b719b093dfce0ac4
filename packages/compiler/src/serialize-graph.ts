import { quote } from '@romae/internal/errors'
import { arrayTypes } from './constants.ts'
import { errors } from './errors.ts'
import { type ConstantData, type Graph, sizeOf, type ValueInfo } from './graph.ts'
import { readHeader } from './serialized-header.ts'
import { validateGraph } from './validate-graph.ts'

/** The first eight bytes: the format and its version. */
const magic = new TextEncoder().encode('ROMAEGR1')
const lengthBytes = 4
const headerStart = magic.length + lengthBytes
/** Constants start at multiples of this, so that they can be read as arrays of float32 and int32. */
const alignment = 4

/**
 * Writes a graph as bytes: the magic `ROMAEGR1`, the length of the header as a little-endian uint32, the header (JSON
 * in UTF-8: everything but the constants' elements), and the elements, little-endian, each constant at a multiple of 4
 * bytes, in the order of the header's list.
 */
export function serializeGraph(graph: Graph): Uint8Array {
  const { constants, ...rest } = graph
  const text = JSON.stringify({ ...rest, constants: Object.keys(constants) }, exactNumber)
  const header = new TextEncoder().encode(text)
  const offsets = constantOffsets(Object.keys(constants), graph.values, headerStart + header.length)
  const bytes = new Uint8Array(offsets.end)
  bytes.set(magic)
  new DataView(bytes.buffer).setUint32(magic.length, header.length, true)
  bytes.set(header, headerStart)
  for (const [name, data] of Object.entries(constants)) {
    bytes.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), offsets.starts.get(name))
  }
  return bytes
}

/**
 * Reads what `serializeGraph` wrote, and checks all of it.
 *
 * @throws RomaeError COMPILER_INVALID_FILE for bytes that are no serialized graph or are cut off;
 *   COMPILER_INVALID_GRAPH, COMPILER_UNKNOWN_KERNEL or COMPILER_INVALID_CALL for a graph that is not valid.
 */
export function deserializeGraph(bytes: Uint8Array): Graph {
  if (bytes.length < headerStart || !magic.every((byte, index) => byte === bytes[index])) {
    fail('they do not start with ROMAEGR1')
  }
  const headerLength = new DataView(bytes.buffer, bytes.byteOffset).getUint32(magic.length, true)
  const headerEnd = headerStart + headerLength
  if (headerEnd > bytes.length) fail(`the header takes ${headerLength} bytes, ${bytes.length - headerStart} are left`)
  const { constants: names, ...rest } = readHeader(bytes.subarray(headerStart, headerEnd), fail)
  for (const name of names) if (!Object.hasOwn(rest.values, name)) fail(`the constant ${quote(name)} has no shape`)
  const offsets = constantOffsets(names, rest.values, headerEnd)
  if (offsets.end !== bytes.length) fail(`${offsets.end} bytes are expected, got ${bytes.length}`)
  const constants = names.map((name): [string, ConstantData] => {
    const { dtype, shape } = rest.values[name] as ValueInfo
    const start = offsets.starts.get(name) as number
    // A copy, so that the graph does not keep the whole file alive, and is aligned wherever the bytes lie.
    const data = new arrayTypes[dtype](sizeOf(shape))
    new Uint8Array(data.buffer).set(bytes.subarray(start, start + data.byteLength))
    return [name, data]
  })
  const graph: Graph = { ...rest, constants: Object.fromEntries(constants) }
  validateGraph(graph)
  return graph
}

function constantOffsets(names: readonly string[], values: Graph['values'], from: number) {
  const starts = new Map<string, number>()
  let end = from
  for (const name of names) {
    const { dtype, shape } = values[name] as ValueInfo
    const start = Math.ceil(end / alignment) * alignment
    starts.set(name, start)
    end = start + sizeOf(shape) * arrayTypes[dtype].BYTES_PER_ELEMENT
  }
  return { starts, end }
}

/** JSON has no NaN, infinities and -0, which attributes may hold. */
function exactNumber(_key: string, value: unknown): unknown {
  if (typeof value !== 'number' || (Number.isFinite(value) && !Object.is(value, -0))) return value
  return { number: Object.is(value, -0) ? '-0' : String(value) }
}

function fail(problem: string): never {
  throw errors.COMPILER_INVALID_FILE({ problem })
}
