/** Windows as a method filled them. */
export interface FilledWindows {
  /** `[count, steps, channels]`: a number wherever one was hidden. */
  readonly filled: Float32Array
  /** How far off that may be to both sides, by what the method knows, such as a standard deviation; null of one that knows nothing. */
  readonly widths: { readonly below: Float32Array; readonly above: Float32Array } | null
}
