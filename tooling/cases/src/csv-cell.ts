/** A cell of a CSV file, whatever is in it. */
export function csvCell(text: string): string {
  return `"${text.replaceAll('"', '""')}"`
}
