import type { Dataset, File } from 'h5wasm/node'
import { errors } from '../../errors.ts'

/** The arrays of one HDF5 file, each checked for its shape when it is first asked for. */
export class Hdf5Arrays {
  readonly #file: File
  readonly #path: string

  constructor(file: File, path: string) {
    this.#file = file
    this.#path = path
  }

  /**
   * @param expected the shape, null where any length will do
   * @throws RomaeError `DATASETS_HDF5_LAYOUT` when there is no such array, of numbers, of that shape
   */
  array(name: string, expected: readonly (number | null)[]): Dataset {
    const found = this.#file.keys().includes(name) ? (this.#file.get(name) as Dataset) : null
    const shape = found?.type === 'Dataset' ? found.shape : null
    const fits =
      shape?.length === expected.length && expected.every((size, axis) => size === null || size === shape[axis])
    if (found !== null && fits) return found
    throw errors.DATASETS_HDF5_LAYOUT({
      file: this.#path,
      name,
      expected: `shape [${expected.map((size) => size ?? 'any').join(', ')}]`,
      got: found === null ? 'no such array' : `shape ${shape === null ? 'none' : `[${shape.join(', ')}]`}`,
    })
  }

  /** A part of an array as numbers. @throws RomaeError `DATASETS_HDF5_LAYOUT` when it does not hold numbers */
  numbers(name: string, array: Dataset, ranges: Parameters<Dataset['slice']>[0]): Float64Array {
    const part = array.slice(ranges)
    if (ArrayBuffer.isView(part) && !(part instanceof DataView)) {
      return Float64Array.from(part as unknown as ArrayLike<number | bigint>, Number)
    }
    // Booleans and text come as lists.
    if (Array.isArray(part) && part.every((value) => typeof value === 'boolean')) return Float64Array.from(part, Number)
    throw errors.DATASETS_HDF5_LAYOUT({ file: this.#path, name, expected: 'numbers', got: String(array.dtype) })
  }
}
