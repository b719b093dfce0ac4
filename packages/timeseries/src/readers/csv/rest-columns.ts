import { errors } from '../../errors.ts'
import type { NumberCell } from '../text/parse-number.ts'
import type { CellReader } from './cell-reader.ts'
import { MISSING } from './cell-values.ts'
import type { CsvRow } from './rows.ts'

/**
 * What looks like a number with something to it: `12%`, `$5`, `1,234`, `1.2.3`, `3 km`. A column of these is no text that can be
 * left out: it was meant to be read.
 */
const AMOUNT = /^[-+$€£¥\s]*[.,]?\d[\d.,_'\s]*(?:e[-+]?\d+)?(?:[\p{L}°µ²³/]{1,4}|%)?$/iu

/**
 * Reads the columns of which nobody said that they are channels. One that holds text, and no number, is none; one that holds
 * both is an error: it may be a channel with a mistake in it.
 */
export class RestColumns {
  readonly #hasNumber: boolean[] = []
  /** Of the first text. */
  readonly #textLines: number[] = []

  /** Whether it has text, as far as it was read. */
  isText(index: number): boolean {
    return this.#textLines[index] !== undefined
  }

  /**
   * NaN for a cell that says missing, or is text in a column of texts.
   *
   * @param index of the column among those that are read here
   * @throws RomaeError `TIMESERIES_BAD_NUMBER`, `TIMESERIES_CSV_MIXED_COLUMN`
   */
  value(cells: CellReader, row: CsvRow, column: number, index: number): NumberCell {
    const text = row.cells[column]!
    const cell = cells.tryValue(text)
    if ('value' in cell) {
      if (cell === MISSING) return cell
      const textLine = this.#textLines[index]
      this.#hasNumber[index] = true
      if (textLine === undefined) return cell
      throw errors.TIMESERIES_CSV_MIXED_COLUMN({
        ...cells.position(row, column),
        name: cells.name(column),
        text,
        textLine,
      })
    }
    if (this.#hasNumber[index] === true || AMOUNT.test(text)) throw cells.badNumber(row, column, cell.reason)
    this.#textLines[index] ??= row.line
    return MISSING
  }
}
