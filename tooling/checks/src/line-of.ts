/**
 * The line, counted from 1, on which `wanted` first stands at or after the first place of `after`.
 * 1 where it does not occur.
 */
export function lineOf(text: string, wanted: string, after = ''): number {
  const index = text.indexOf(wanted, Math.max(0, text.indexOf(after)))
  return index < 0 ? 1 : text.slice(0, index).split('\n').length
}
