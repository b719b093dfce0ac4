import type { NpyHeader } from './npy-header.ts'
import { npyNumbers } from './npy-numbers.ts'

/** An array of one axis that lies beside an array of values, as a column of the table. */
export interface NpyColumn {
  readonly name: string
  /** One a series, or one a step of every series. */
  readonly along: 'series' | 'time'
  readonly texts: readonly string[]
}

/** The cells of an array of one axis. @param bytes its numbers or texts, behind the header @throws Error for a text that is none */
function npyTexts({ shape, type, isLittleEndian }: NpyHeader, bytes: ArrayBuffer): readonly string[] {
  const view = new DataView(bytes)
  const length = shape[0] ?? 1
  const size = sizeOfItem(type)
  if (type[0] === 'U')
    return Array.from({ length }, (_, item) => textOf(view, item * size, size / BYTES_OF_CHARACTER, isLittleEndian))
  if (type[0] === 'S') {
    const decoder = new TextDecoder('utf-8', { fatal: true })
    return Array.from({ length }, (_, item) => withoutEnd(decoder.decode(bytes.slice(item * size, (item + 1) * size))))
  }
  const numbers = npyNumbers(type)
  return Array.from({ length }, (_, item) => numbers.text(numbers.read(view, item * size, isLittleEndian)))
}

/**
 * An array beside the values as columns: itself, or of two axes `name 1`, `name 2` and so on, as of a class each.
 *
 * @param bytes behind the header
 * @throws Error for a text that is none
 */
export function npyColumns(
  name: string,
  along: NpyColumn['along'],
  header: NpyHeader,
  bytes: ArrayBuffer,
): readonly NpyColumn[] {
  const [length = 1, width = 1] = header.shape
  const texts = npyTexts({ ...header, shape: [length * width] }, bytes)
  if (width === 1) return [{ name, along, texts }]
  const placeOf = (row: number, column: number) => (header.isFortran ? column * length + row : row * width + column)
  return Array.from({ length: width }, (_, column) => ({
    name: `${name} ${column + 1}`,
    along,
    texts: Array.from({ length }, (_, row) => texts[placeOf(row, column)]!),
  }))
}

/** NumPy keeps characters as UTF-32. */
const BYTES_OF_CHARACTER = 4

/** The bytes of a number or a text of an array. */
export function sizeOfItem(type: string): number {
  if (type[0] === 'S') return Number(type.slice(1))
  return type[0] === 'U' ? BYTES_OF_CHARACTER * Number(type.slice(1)) : npyNumbers(type).size
}

function textOf(view: DataView, from: number, characters: number, isLittleEndian: boolean): string {
  const codes = Array.from({ length: characters }, (_, at) =>
    view.getUint32(from + BYTES_OF_CHARACTER * at, isLittleEndian),
  )
  return withoutEnd(String.fromCodePoint(...codes))
}

/** Shorter texts are filled up with NUL. */
function withoutEnd(text: string): string {
  let end = text.length
  while (end > 0 && text[end - 1] === '\0') end -= 1
  return text.slice(0, end)
}
