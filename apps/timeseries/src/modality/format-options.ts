import { type FoundFormat, MISSING_TEXTS } from '@romae/timeseries'
import { Limited, optional } from 'romae'
import type { SeriesData } from './series-data.ts'

/** What `--help` says of how cells are written. */
export const missingDescription: string = `CSV: cells that mean missing, besides empty ones, instead of ${MISSING_TEXTS.slice(1).join(' ')}`
export const delimiterDescription = 'CSV: what parts cells: one character, or tab (default: found among , ; and tab)'
export const decimalDescription = 'CSV: what stands before fractions: . or , (default: found where , parts no cells)'

export const delimiterKind: Limited = optional(
  new Limited('one character, or tab', (value) => typeof value === 'string' && isDelimiter(value), 'text'),
)
export const decimalKind: Limited = optional(new Limited('. or ,', (value) => value === '.' || value === ',', 'text'))

function isDelimiter(text: string): boolean {
  return delimiterOf(text).length === 1
}

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
