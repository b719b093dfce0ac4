/** How the engines of JavaScript say that there was no memory for an array, a buffer or a WebAssembly memory. */
const patterns: readonly RegExp[] = [
  /^Array buffer allocation failed/,
  /^Invalid (typed array|array buffer) length(: \d+)?$/,
  /could not allocate memory/i,
  /^out of memory/i,
]

/**
 * What JavaScript says of an allocation that failed for want of memory; null for every other error, also a `RangeError` of
 * another kind, such as a negative length.
 */
export function failedAllocation(error: unknown): string | null {
  if (!(error instanceof RangeError)) return null
  return patterns.some((pattern) => pattern.test(error.message)) ? error.message : null
}
