import { errors } from './errors.ts'
import { describeValue } from './host-tensor.ts'

/** One named slice of a flat vector: elements `offset` to `offset + size`, of the given shape. */
export interface FlatLayoutEntry {
  readonly name: string
  readonly shape: readonly number[]
  readonly offset: number
  readonly size: number
}

/** Named slices of one flat vector, back to back, in order. */
export interface FlatLayout {
  readonly entries: readonly FlatLayoutEntry[]
  readonly size: number
}

/**
 * Throws unless the entries have distinct names, fill their shapes and lie back to back over the whole vector.
 *
 * @throws RomaeError `ENGINE_LAYOUT_INVALID`
 */
export function checkLayout(program: string, layout: FlatLayout): void {
  const names = new Set<string>()
  let end = 0
  for (const { name, shape, offset, size } of layout.entries) {
    const fail = (problem: string) => errors.ENGINE_LAYOUT_INVALID({ program, problem: `"${name}" ${problem}` })
    const elements = shape.reduce((product, dimension) => product * dimension, 1)
    if (names.has(name)) throw fail('comes twice')
    if (!shape.every((dimension) => Number.isInteger(dimension) && dimension > 0) || elements !== size) {
      throw fail(`has shape [${shape.join(', ')}] and size ${size}; expected positive dimensions that multiply to it`)
    }
    if (offset !== end) throw fail(`starts at ${offset}; expected ${end}, where the entry before it ends`)
    names.add(name)
    end += size
  }
  if (end !== layout.size) {
    throw errors.ENGINE_LAYOUT_INVALID({ program, problem: `its size is ${layout.size}, its entries fill ${end}` })
  }
}

/** The slice of a flat vector that an entry names: a view, not a copy. */
export function entryView(vector: Float32Array, entry: FlatLayoutEntry): Float32Array {
  return vector.subarray(entry.offset, entry.offset + entry.size)
}

/**
 * Throws unless a vector is a `Float32Array` of the layout's size.
 *
 * @throws RomaeError `ENGINE_VECTOR_WRONG`
 */
export function checkVector(name: string, vector: unknown, size: number): asserts vector is Float32Array {
  if (vector instanceof Float32Array && vector.length === size) return
  const expected = `a Float32Array of length ${size}`
  throw errors.ENGINE_VECTOR_WRONG({ vector: name, got: describeValue(vector), expected })
}
