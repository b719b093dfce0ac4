import { indicatedLabels, separatedLabels } from '@romae/internal/lists'
import { errors } from '../../errors.ts'
import type { TimeSeries } from '../../series/series.ts'
import type { CellReader } from './cell-reader.ts'
import type { CsvReadOptions } from './csv-options.ts'
import type { CsvRow } from './rows.ts'
import type { TextTable } from './table.ts'

/** Between the cells of columns of 1 and 0, which are compared as one text. */
const BETWEEN = ', '
/** In place of a cell of which nobody knows. */
const UNKNOWN = '?'

/** Reads what rows say of their series' labels, as one text that all rows of a series must have in common. */
export class LabelCells {
  readonly #options: LabelOptions
  readonly #at: readonly number[]
  readonly #separated: boolean

  constructor(table: TextTable, options: LabelOptions) {
    const { label, labels = [] } = options
    this.#options = options
    this.#separated = options.labelSeparator !== undefined
    this.#at = (label === undefined ? labels : [label]).map((name) => table.indexOf(name))
  }

  /** @returns undefined where there is none @throws RomaeError `TIMESERIES_LIMIT`, `TIMESERIES_CSV_MEMBERSHIP` */
  read(cells: CellReader, row: CsvRow): string | undefined {
    const { label, labels = [] } = this.#options
    const [first] = this.#at
    if (first === undefined) return undefined
    if (label !== undefined) return this.#separated && row.cells[first] === '' ? '' : cells.label(row, first)
    const texts = this.#at.map((at) => cells.label(row, at) ?? null)
    const set = indicatedLabels(labels, texts)
    if (set === undefined) return undefined
    if ('has' in set) return texts.map((text) => text ?? UNKNOWN).join(BETWEEN)
    const [at, text] = [this.#at[set.wrong]!, texts[set.wrong]!]
    throw errors.TIMESERIES_CSV_MEMBERSHIP({ ...cells.position(row, at), name: labels[set.wrong]!, text })
  }
}

type LabelOptions = Pick<CsvReadOptions, 'label' | 'labels' | 'labelSeparator'>

/** The label, or the labels, of a series of which all rows say this. */
export function labelsOf(
  text: string | undefined,
  { labels, labelSeparator }: LabelOptions,
): Pick<TimeSeries, 'label' | 'labels'> {
  if (text === undefined) return {}
  if (labelSeparator !== undefined) return { labels: separatedLabels(text, labelSeparator) }
  if (labels === undefined || labels.length === 0) return { label: text }
  const cells = text.split(BETWEEN).map((cell) => (cell === UNKNOWN ? null : cell))
  const set = indicatedLabels(labels, cells)
  return set !== undefined && 'has' in set ? { labels: set } : {}
}
