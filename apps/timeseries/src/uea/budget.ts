import type { RunPlan } from '@romae/trainer/node'
import { describeTwoStages, formatAmount } from 'romae'
import { type UeaSplits, ueaStages } from './experiment.ts'
import { type FittedExperiment, isSet } from './fitted-experiment.ts'
import type { UeaExperiment } from './settings.ts'

/** Floating-point operations of each run that the preset `cpu` admits: half an hour, and ten minutes, at 85 GFLOP/s. */
const cpuBudget = { pretraining: 150e12, finetuning: 50e12 } as const
type StageName = keyof typeof cpuBudget

/** What a step takes besides its matrix products, as operations: the less there is to multiply, the more it counts. */
const OVERHEAD = 3e9

/** The operations of a run, as the budget counts them. */
export function costOf({ steps, flops }: Pick<RunPlan, 'steps' | 'flops'>): number {
  return flops.run + OVERHEAD * steps
}

/**
 * Shortens runs that would take more operations than a budget: large data sets then see fewer epochs. A run whose `epochs` or
 * `steps` the user has set is left as it is.
 *
 * @param assignments of `--set`
 */
export async function withinBudget(
  experiment: UeaExperiment,
  splits: UeaSplits,
  { seed, set: assignments }: { readonly seed: number; readonly set: readonly string[] },
  budget: Readonly<Record<StageName, number>> = cpuBudget,
): Promise<FittedExperiment> {
  const [pretraining, finetuning] = await describeTwoStages(await ueaStages(splits, experiment, seed))
  const stages = [
    { name: 'pretraining', ...pretraining! },
    { name: 'finetuning', ...finetuning! },
  ] as const
  let shortened = experiment
  const notes: string[] = []
  for (const { name, label, plan } of stages) {
    const isGiven = isSet(assignments, `${name}.epochs`) || isSet(assignments, `${name}.steps`)
    if (isGiven || costOf(plan) <= budget[name]) continue
    const steps = Math.max(1, Math.floor((plan.steps * budget[name]) / costOf(plan)))
    const { epochs } = experiment[name]
    shortened = { ...shortened, [name]: { ...shortened[name], steps } }
    notes.push(
      `${label}: ${steps.toLocaleString('en')} steps, not the ${plan.steps.toLocaleString('en')} of ${epochs} epochs, for the ` +
        `preset's budget of ${formatAmount(budget[name], 'FLOP')}; --set ${name}.epochs=${epochs} trains them all`,
    )
  }
  return { experiment: shortened, notes }
}
