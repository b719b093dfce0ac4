import type { TrainingEvent } from '@romae/trainer/node'
import { stopOnSignals } from '../run/stop-on-signals.ts'
import { progressLine } from '../terminal/progress-line.ts'
import { runMain } from '../terminal/run-program.ts'

/**
 * `node busy-child.ts wait|throw`: shows progress on stderr, and then never ends by itself, or throws without having
 * stopped the progress line.
 */
await runMain(async () => {
  stopOnSignals((line) => process.stderr.write(`${line}\n`))
  const { observe } = progressLine('training')
  observe({ type: 'start', steps: 10 } as TrainingEvent)
  observe({ type: 'step', step: 1, loss: 1 } as TrainingEvent)
  if (process.argv[2] === 'throw') throw new Error('the run failed')
  process.stdout.write('ready\n')
  await new Promise(() => setInterval(() => {}, 1000))
})
// The bar's timer would keep the process.
process.exit()
