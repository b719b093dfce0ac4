import { errors } from '../errors.ts'

/** How the learning rate goes over a run. */
export interface Schedule {
  /**
   * `cosine`: linear warm-up to the base rate, then half a cosine down; the step after the last would have rate 0.
   * `constant`: warm-up, then the base rate. `reference`: the formula of the reference, whose peak is
   * (warmup - 2) / warmup of the base rate.
   */
  readonly kind: 'cosine' | 'constant' | 'reference'
  readonly baseRate: number
  /** Steps of warm-up. */
  readonly warmupSteps: number
  readonly totalSteps: number
}

/** Where the reference's warm-up starts, as a fraction of the base rate. */
const REFERENCE_START = 1e-5

/** The learning rate of one step, counted from 0. */
export function learningRate(schedule: Schedule, step: number): number {
  const { kind, baseRate, warmupSteps, totalSteps } = schedule
  if (kind === 'reference') return referenceRate(schedule, step)
  // The fraction first: it is exactly 1 at the end, where (baseRate * W) / W may miss the base rate by a rounding.
  if (step < warmupSteps) return baseRate * ((step + 1) / warmupSteps)
  if (kind === 'constant') return baseRate
  const progress = (step - warmupSteps) / Math.max(1, totalSteps - warmupSteps)
  return (baseRate * (1 + Math.cos(Math.PI * Math.min(1, progress)))) / 2
}

/** @throws RomaeError `TRAINER_OPTION` */
export function checkSchedule({ baseRate, warmupSteps, totalSteps }: Schedule): void {
  if (!(Number.isFinite(baseRate) && baseRate > 0)) {
    throw errors.TRAINER_OPTION({ key: 'learningRate', got: baseRate, expected: 'a positive number' })
  }
  if (!(Number.isInteger(totalSteps) && totalSteps >= 1)) {
    throw errors.TRAINER_OPTION({ key: 'steps', got: totalSteps, expected: 'an integer of at least 1' })
  }
  if (!(Number.isInteger(warmupSteps) && warmupSteps >= 0 && warmupSteps <= totalSteps)) {
    const expected = `an integer from 0 to the ${totalSteps} steps of the run`
    throw errors.TRAINER_OPTION({ key: 'warmupSteps', got: warmupSteps, expected })
  }
}

/**
 * The reference's schedule, a cosine set by recurrence after the warm-up: with W warm-up steps, T in all and base rate
 * b, lr(k) = b (s + (1 - s) k / W) for k <= W - 2, and afterwards lr(W - 2) (1 + cos(pi k / T)) / (1 + cos(pi (W - 2) / T)).
 * The warm-up ends one step early, and W = 2 never leaves s b. Past T the rate rises again.
 */
function referenceRate({ baseRate, warmupSteps, totalSteps }: Schedule, step: number): number {
  const cosine = (k: number) => 1 + Math.cos((Math.PI * k) / totalSteps)
  if (step > totalSteps) return (baseRate * (2 - cosine(step - totalSteps))) / 2
  if (warmupSteps < 2) return (baseRate * cosine(step)) / 2
  const warm = (k: number) => baseRate * (REFERENCE_START + ((1 - REFERENCE_START) * k) / warmupSteps)
  const last = warmupSteps - 2
  return step <= last ? warm(step) : (warm(last) * cosine(step)) / cosine(last)
}
