import type { DecimalMark } from '../readers/csv/number-reader.ts'

/** A number as text that reads back exactly; an empty cell for NaN. */
export function formatNumber(value: number, decimal: DecimalMark = '.'): string {
  if (Number.isNaN(value)) return ''
  return Object.is(value, -0) ? '-0' : String(value).replace('.', decimal)
}

/** The number that a file's text says, NaN for none. */
export function numberOf(text: string, decimal: DecimalMark = '.'): number {
  return text === '' ? Number.NaN : Number(text.replace(decimal, '.'))
}

/** A number as its file has it, where the text says that number; else as {@link formatNumber} writes it. */
export function valueText(value: number, text: string | null | undefined, decimal?: DecimalMark): string {
  return text != null && Object.is(numberOf(text, decimal), value) ? text : formatNumber(value, decimal)
}

/** A number with as many decimals as a neighbour has, as far as it is the same number then. */
export function numberText(value: number, near: string | undefined, decimal: DecimalMark = '.'): string {
  const decimals = /^[+-]?\d+[.,](\d{1,20})$/.exec(near ?? '')?.[1]?.length
  const text = decimals === undefined ? '' : value.toFixed(decimals)
  const away = Math.abs(Number(text) - value)
  const isSame = text !== '' && away <= 2 * Number.EPSILON * Math.abs(value)
  return isSame ? text.replace('.', decimal) : formatNumber(value, decimal)
}
