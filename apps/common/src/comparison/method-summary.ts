import type { Spread } from '../run/seeds.ts'
import type { Method } from './method.ts'
import type { MethodResult } from './run-method.ts'

/** A method with what it came to over all seeds. */
export interface MethodSummary {
  readonly method: Method
  readonly results: readonly MethodResult[]
  /** Mean and standard deviation by figure: `accuracy`, `macro F1`, …. */
  readonly spreads: Readonly<Record<string, Spread>>
}
