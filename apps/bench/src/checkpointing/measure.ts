import type { EngineName } from '@romae/engine'
import { print, tell } from 'romae'
import { saveResults } from '../results.ts'
import { runChild } from '../run-child.ts'
import { quartiles } from '../statistics.ts'
import { row } from '../table.ts'
import type { LongReport, LongTask } from './child.ts'
import { BATCH, type LongSamples, longSamples } from './lengths.ts'

interface CheckpointingOptions {
  readonly engine: readonly EngineName[]
  readonly steps: number
  readonly threads: number
  readonly json: boolean
  readonly results?: string
}

/** One kind of step on one engine, without and with activation checkpointing. */
interface Comparison {
  readonly samples: LongSamples
  readonly engine: EngineName
  readonly without: LongReport
  readonly checkpointed: LongReport
}

const program = new URL('./child.ts', import.meta.url)
const columns = ['tiny, samples of', 'engine', 'MB', 'checkpointed', 'ratio', 'ms', 'checkpointed', 'ratio', 'loss']

/** Training steps on long samples in fresh processes, without and with activation checkpointing: memory and time. */
export async function measureCheckpointing(options: CheckpointingOptions): Promise<void> {
  const { json, steps, threads } = options
  const comparisons: Comparison[] = []
  const line = (...cells: readonly string[]) => row([20, 18, 8, 14, 7, 8, 14, 7, 8], cells)
  if (!json) print(line(...columns))
  for (const engine of options.engine) {
    for (const samples of longSamples) {
      const run = (activationCheckpointing: boolean) =>
        runChild<LongTask, LongReport>(program, { samples, engine, steps, threads, activationCheckpointing })
      const comparison = { samples, engine, without: await run(false), checkpointed: await run(true) }
      comparisons.push(comparison)
      if (!json) print(line(...cellsOf(comparison)))
    }
  }
  if (json) print(JSON.stringify({ comparisons }, null, 2))
  if (options.results === undefined) return
  const path = await saveResults(options.results, {
    name: 'bench-checkpointing',
    title: 'Training steps on long samples with activation checkpointing',
    notes: [
      `Peak resident megabytes of fresh processes that make ${steps + 1} steps on ${BATCH} samples, compiling included, and the median of ` +
        'milliseconds of a step, without and with `activationCheckpointing`. The encoder has 12 blocks; pre-training masks three ' +
        'quarters of the tokens, and has a decoder of 2 blocks. The last column compares the losses of the last step.',
    ],
    columns,
    rows: comparisons.map(cellsOf),
    json: { comparisons },
  })
  tell(`results written to ${path}`)
}

function cellsOf({ samples, engine, without, checkpointed }: Comparison): string[] {
  const [before, after] = [quartiles(without.milliseconds).median, quartiles(checkpointed.milliseconds).median]
  return [
    samples,
    engine,
    without.peakMb.toFixed(0),
    checkpointed.peakMb.toFixed(0),
    (checkpointed.peakMb / without.peakMb).toFixed(2),
    before.toFixed(0),
    after.toFixed(0),
    (after / before).toFixed(2),
    without.loss === checkpointed.loss ? 'equal' : 'differs',
  ]
}
