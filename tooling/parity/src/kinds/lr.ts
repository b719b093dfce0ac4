import { learningRate } from '@romae/trainer/node'
import { scaledError } from '../compare.ts'
import { tolerances } from '../tolerances.ts'
import type { RunKind } from './kind.ts'

/** Learning-rate tables of the reference's schedule, past its end as well. */
export const lr: RunKind = async (fixture) =>
  fixture.meta.cases.map(
    (table: { base_lr: number; warmup_steps: number; total_steps: number; lr: readonly number[] }) => {
      const { base_lr: baseRate, warmup_steps: warmupSteps, total_steps: totalSteps } = table
      const schedule = { kind: 'reference', baseRate, warmupSteps, totalSteps } as const
      const got = table.lr.map((_, step) => learningRate(schedule, step))
      return {
        quantity: `base ${baseRate}, warm-up ${warmupSteps} of ${totalSteps}`,
        error: scaledError(got, table.lr),
        tolerance: tolerances.lr.lr,
      }
    },
  )
