import type { RomaeConfig } from '@romae/core'
import type { TrainingRun } from '../training/events.ts'

/**
 * Lets the page or worker do what waits for it, such as drawing and the click that stops a run: a step computes without a break, and
 * what it awaits comes before all that. A message is not slowed down in tabs of the background, as timers are.
 */
export function turn(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel()
    const taken = () => {
      port1.close()
      resolve()
    }
    Object.assign(port1, { onmessage: taken })
    port2.postMessage(null)
  })
}

/** The events of a run, with a turn for everything else after each. */
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
