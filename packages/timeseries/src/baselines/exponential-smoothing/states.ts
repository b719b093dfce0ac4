/** Exponential smoothing with additive errors (Hyndman et al., 2008): ETS(A, N | A | Ad, N | A). Plain data. */
export interface Smoothing {
  /** How much of an error goes into the level, the trend and the season: `α`, `β`, `γ`. */
  readonly level: number
  readonly trend: number
  readonly season: number
  /** What is left of the trend after a step: `φ`; 1 = a straight line, 0 = none. */
  readonly damping: number
}

/** What is known after a value: `l`, `b`, and `s` by step modulo its length; a season of length 1 is 0. */
export interface SmoothingState {
  readonly level: number
  readonly trend: number
  readonly seasons: Float64Array
  /** The step of the last value. */
  readonly step: number
}

/** Observed values at whole steps, increasing; steps without a value are left out. */
export interface Steps {
  readonly steps: Float64Array
  readonly values: Float64Array
}

/** `φ + φ² + … + φᵏ` */
function dampedSum(damping: number, steps: number): number {
  return damping === 1 ? steps : (damping * (1 - damping ** steps)) / (1 - damping)
}

/** What comes so many steps after the state. */
export function smoothingForecast(state: SmoothingState, { damping }: Smoothing, ahead: number): number {
  const { level, trend, seasons, step } = state
  return level + dampedSum(damping, ahead) * trend + seasons[modulo(step + ahead, seasons.length)]!
}

/**
 * Goes through values: `e = y − (l + φ b + s)`, `l ← l + φ b + α e`, `b ← φ b + β e`, `s ← s + γ e`. A step without a value has
 * no error.
 *
 * @returns the state after the last value, and the sum of squared errors
 */
export function smoothThrough(
  start: SmoothingState,
  { steps, values }: Steps,
  smoothing: Smoothing,
): { readonly state: SmoothingState; readonly squares: number } {
  const { damping } = smoothing
  const seasons = start.seasons.slice()
  const period = seasons.length
  let { level, trend, step } = start
  let squares = 0
  for (let index = 0; index < values.length; index++) {
    const ahead = steps[index]! - step
    const before = level + dampedSum(damping, ahead) * trend
    const place = modulo(steps[index]!, period)
    const error = values[index]! - before - seasons[place]!
    squares += error * error
    level = before + smoothing.level * error
    trend = damping ** ahead * trend + smoothing.trend * error
    seasons[place]! += smoothing.season * error
    step = steps[index]!
  }
  return { state: { level, trend, seasons, step }, squares }
}

export function modulo(value: number, length: number): number {
  return ((value % length) + length) % length
}
