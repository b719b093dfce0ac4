/** An array as NumPy's files have it. */
export interface NumberArray {
  readonly shape: readonly number[]
  readonly values: Float32Array
}

const MAGIC = '\x93NUMPY\x01\x00'
/** Where the header's text begins. */
const START = MAGIC.length + 2
/** Data begin at a multiple of it. */
const ALIGNMENT = 64

/** A file in NumPy's format, version 1.0: 32-bit numbers, little-endian, the last axis fastest. */
export function writeNpy({ shape, values }: NumberArray): Uint8Array {
  const fields = `{'descr': '<f4', 'fortran_order': False, 'shape': (${shape.join(', ')},), }`
  const length = Math.ceil((START + fields.length + 1) / ALIGNMENT) * ALIGNMENT
  const bytes = new Uint8Array(length + 4 * values.length)
  const head = `${MAGIC}\0\0${fields.padEnd(length - START - 1)}\n`
  for (let at = 0; at < length; at++) bytes[at] = head.charCodeAt(at)
  new DataView(bytes.buffer).setUint16(MAGIC.length, length - START, true)
  bytes.set(new Uint8Array(values.buffer, values.byteOffset, 4 * values.length), length)
  return bytes
}

/** Reads what {@link writeNpy} writes, and what `numpy.save` writes of such arrays. @throws Error for anything else */
export function readNpy(bytes: Uint8Array): NumberArray {
  const text = String.fromCharCode(...bytes.subarray(0, START))
  if (!text.startsWith(MAGIC)) throw new Error('the file is no array of NumPy, version 1.0')
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const end = START + view.getUint16(MAGIC.length, true)
  const fields = String.fromCharCode(...bytes.subarray(START, end))
  const shape = /'shape': \((?<shape>[\d, ]*)\)/.exec(fields)?.groups?.shape?.match(/\d+/g)?.map(Number)
  if (!fields.includes("'<f4'") || !fields.includes("'fortran_order': False") || shape === undefined) {
    throw new Error(`the array is not of 32-bit numbers in NumPy's usual order: ${fields.trim()}`)
  }
  const values = new Float32Array(Uint8Array.from(bytes.subarray(end)).buffer)
  if (values.length !== shape.reduce((product, size) => product * size, 1)) {
    throw new Error(`the array has ${values.length} numbers and the shape ${shape.join(' × ')}`)
  }
  return { shape, values }
}
