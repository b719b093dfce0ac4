import type { Check } from '../check.ts'
import { runScript } from '../run-script.ts'
import { wholeNumber } from '../whole-number.ts'

/** Bytes, after a garbage collection. */
interface Memory {
  /** Of the process, native memory and the worker's included. */
  readonly resident: number
  /** Live JavaScript objects of the main thread. */
  readonly heap: number
}

/** Over what it was after the first 500 steps, in percent. */
const limit = 2

/** A process that trains a small model, its data from a worker, everything that is random on; `ROMAE_STEPS` steps. */
export const memory: Check = {
  name: 'memory',
  description: 'resident memory grows by less than 2% over 10,000 steps after the first 500 (about two minutes)',
  async run(root) {
    const steps = wholeNumber('ROMAE_STEPS', 10_000, 1_000)
    const script = 'packages/trainer/src/testing/long-run.ts'
    const { stdout } = await runScript(root, script, [`${steps}`], { node: ['--expose-gc'] })
    const [early, late] = JSON.parse(stdout) as [Memory, Memory]
    const growth = (key: keyof Memory) => 100 * (late[key] / early[key] - 1)
    const describe = (key: keyof Memory) =>
      `${[early, late].map((memory) => (memory[key] / 2 ** 20).toFixed(1)).join(' to ')} MiB`
    return {
      ok: growth('resident') < limit && growth('heap') < limit,
      figure:
        `steps 500 to ${steps}: live heap ${describe('heap')} (${growth('heap').toFixed(2)}%), ` +
        `resident memory ${describe('resident')}: ${growth('resident').toFixed(2)}%`,
      details: [`both must grow by less than ${limit}%`],
    }
  },
}
