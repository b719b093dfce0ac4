/** Mean and standard deviation. */
export function moments(values: ArrayLike<number>): { readonly mean: number; readonly deviation: number } {
  const all = Array.from(values)
  const mean = all.reduce((sum, value) => sum + value, 0) / all.length
  return { mean, deviation: Math.sqrt(all.reduce((sum, value) => sum + (value - mean) ** 2, 0) / all.length) }
}
