import type { FoundFormat } from '../readers/csv/csv-options.ts'
import type { SeriesData } from './options.ts'

/** What of it was found in a file, and nobody said; empty where it is as in most files. */
export function formatNote(found: FoundFormat, given: Pick<SeriesData, 'delimiter' | 'decimal'>): string {
  const { delimiter, decimal } = found
  const parts = [
    ...(given.delimiter == null && delimiter !== ','
      ? [`cells are parted by ${delimiter === '\t' ? 'tabs' : delimiter}`]
      : []),
    ...(given.decimal == null && decimal !== '.' ? ['numbers have a decimal comma'] : []),
  ]
  return parts.join(', ')
}

/** What cells are parted by and how they are written, for the readers. */
export function formatOf({ missing, delimiter, decimal }: Pick<SeriesData, 'missing' | 'delimiter' | 'decimal'>) {
  return {
    missing,
    ...(delimiter != null && { delimiter: delimiterOf(delimiter) }),
    ...(decimal != null && { decimal }),
  }
}

/** A tab is hard to type. */
function delimiterOf(text: string): string {
  return text === 'tab' || text === '\\t' ? '\t' : text
}
