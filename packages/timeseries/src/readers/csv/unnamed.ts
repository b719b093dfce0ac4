/**
 * Whether a column has no name of its own. pandas and R write their row numbers so, and pandas names such a column
 * `Unnamed: 0` when it writes it once more.
 */
export function isUnnamed(name: string): boolean {
  return name === '' || /^Unnamed: \d+$/.test(name)
}
