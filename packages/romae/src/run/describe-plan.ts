import type { RunPlan } from '@romae/trainer/node'
import { formatAmount } from '../terminal/format-amount.ts'
import { isWarning } from './is-warning.ts'

/** What `--dry-run` prints of one run: its resolved configuration as JSON, then its size. */
export function describePlan(label: string, plan: RunPlan): string {
  const { config, parameters, samples, steps, epochs, batchesPerEpoch, flops } = plan
  const { tokenizer, ...shown } = config
  return [
    `${label}, resolved:`,
    JSON.stringify({ ...shown, tokenizer }, null, 2),
    '',
    `parameters  ${parameters.toLocaleString('en')}`,
    `samples     ${samples.toLocaleString('en')}, ${batchesPerEpoch.toLocaleString('en')} batches an epoch`,
    `steps       ${steps.toLocaleString('en')} (${epochs.toLocaleString('en')} epochs)`,
    `operations  ${formatAmount(flops.step, 'FLOP')} a step, ${formatAmount(flops.run, 'FLOP')} in all`,
    `memory      ${memoryOf(plan)}`,
    ...plan.notes.map((note) => `${isWarning(note) ? 'warning' : 'note   '}     ${note.message}`),
  ].join('\n')
}

function memoryOf({ memory, memoryOfAllLengths, buckets }: RunPlan): string {
  const largest = `${formatAmount(memory.total, 'B')}, estimated, for the largest step`
  if (buckets.length === 1) return largest
  return `${largest}; ${formatAmount(memoryOfAllLengths, 'B')} in all, as each of ${buckets.length} lengths keeps its own`
}
