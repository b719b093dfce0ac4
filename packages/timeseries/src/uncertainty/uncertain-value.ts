/** A value that was filled in, and how far off it may be by what its method knows. */
export interface UncertainValue {
  /** Indices, of the channel and of the method that filled it in. */
  readonly channel: number
  readonly method: number
  /** Rows to the nearest one in which the channel has a value: see `distancesToKnown`. */
  readonly distance: number
  /** What was filled in. */
  readonly point: number
  /**
   * Widths to both sides, above 0, such as a standard deviation or the distance to a quartile. A method that knows none has the
   * same for all values of a channel: the channel's deviation. What they are worth is measured.
   */
  readonly below: number
  readonly above: number
}

/** One of which the true value is known. */
export interface KnownValue extends UncertainValue {
  readonly actual: number
}

/** How far the true value is from the point, in widths to its side: negative below. */
export function scoreOf({ point, below, above, actual }: KnownValue): number {
  const error = actual - point
  if (error === 0) return 0
  return error / (error < 0 ? below : above)
}
