import type { RomaeConfig } from '@romae/core'
import { turn } from '@romae/internal/platform'
import type { TrainingRun } from '../training/events.ts'

/**
 * The events of a run, with a turn for everything else after each: a step computes without a break, and what it awaits comes before
 * drawing and the click that stops the run.
 */
export async function* withTurns<Config extends RomaeConfig>(run: TrainingRun<Config>): TrainingRun<Config> {
  try {
    for (;;) {
      const next = await run.next()
      if (next.done) return next.value
      yield next.value
      await turn()
    }
  } finally {
    // A consumer that has stopped ends the run.
    await run.return(undefined as never)
  }
}
