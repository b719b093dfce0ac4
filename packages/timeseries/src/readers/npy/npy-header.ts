/** What an array's file says of its numbers. */
export interface NpyHeader {
  /** Of all axes, the slowest first. */
  readonly shape: readonly number[]
  /** A letter and the bytes of a number: `f8`, `i4`, `u1`, `b1`; of texts `U` and their characters, or `S` and their bytes. */
  readonly type: string
  readonly isLittleEndian: boolean
  /** Whether the first axis is the fastest. */
  readonly isFortran: boolean
  /** Where the numbers begin. */
  readonly start: number
}

/** What every file begins with. */
const NPY_MAGIC = '\x93NUMPY'
/** The most bytes of a header: NumPy takes no more of what nobody vouches for. */
const MAX_HEADER = 10_000
const NUMBERS = ['f2', 'f4', 'f8', 'i1', 'i2', 'i4', 'i8', 'u1', 'u2', 'u4', 'u8', 'b1']

/**
 * Reads the header of an NPY file, of versions 1 to 3.
 *
 * @param slice of the file's bytes
 * @param mayBeTexts also of an array of texts, `U5` or `S5`
 * @throws Error with the reason for what is no array of numbers
 */
export async function readNpyHeader(
  slice: (start: number, end: number) => Promise<ArrayBuffer>,
  mayBeTexts = false,
): Promise<NpyHeader> {
  const view = new DataView(await slice(0, 12))
  const version = view.getUint8(NPY_MAGIC.length)
  if (version < 1 || version > 3) throw new Error(`it is of version ${version}, and versions 1 to 3 are read`)
  const [from, length] = version === 1 ? [10, view.getUint16(8, true)] : [12, view.getUint32(8, true)]
  if (length > MAX_HEADER) throw new Error(`its header has ${length} bytes, and may have ${MAX_HEADER}`)
  const text = new TextDecoder().decode(await slice(from, from + length))
  const type = /'descr': ?'([<>|=])([a-zA-Z])(\d+)?'/.exec(text)
  const order = /'fortran_order': ?(True|False)/.exec(text)?.[1]
  const axes = /'shape': ?\(([\d, ]*)\)/.exec(text)?.[1]
  if (type === null) throw new Error('its numbers have names, or are of a kind of their own: save each as an array')
  if (order === undefined || axes === undefined) throw new Error('its header does not say its shape and order')
  const name = `${type[2]}${type[3] ?? ''}`
  if (type[2] === 'O')
    throw new Error('it holds objects (pickle), which could run anything and are never read: save numbers')
  const isText = mayBeTexts && (type[2] === 'U' || type[2] === 'S')
  if (!(isText || NUMBERS.includes(name)))
    throw new Error(`its numbers are of type ${name}; ${NUMBERS.join(', ')} are read`)
  const shape = axes.split(',').flatMap((axis) => (axis.trim() === '' ? [] : [Number(axis)]))
  return { shape, type: name, isLittleEndian: type[1] !== '>', isFortran: order === 'True', start: from + length }
}

/** A header of version 1, in the order in which the last axis is the fastest. */
export function npyHeader(shape: readonly number[], type: string): Uint8Array {
  const order = type.endsWith('1') ? '|' : '<'
  const axes = shape.length === 1 ? `${shape[0]},` : shape.join(', ')
  const text = `{'descr': '${order}${type}', 'fortran_order': False, 'shape': (${axes}), }`
  // Numbers begin at a multiple of 64.
  const length = Math.ceil((11 + text.length) / 64) * 64
  const bytes = Uint8Array.from(`${NPY_MAGIC}\x01\0\0\0${text.padEnd(length - 11)}\n`, (char) => char.charCodeAt(0))
  new DataView(bytes.buffer).setUint16(8, length - 10, true)
  return bytes
}
