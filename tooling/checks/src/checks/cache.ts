import type { Check } from '../check.ts'
import { runTurbo } from '../turbo.ts'

const tasks = ['build', 'typecheck', 'lint', 'check:package', 'test']

/** The part of turbo's plan that is read here. */
interface Plan {
  readonly tasks: readonly { taskId: string; command: string; cache: { status: 'HIT' | 'MISS' } }[]
}

/** Runs every gate, then asks turbo what a second run would repeat. */
export const cache: Check = {
  name: 'cache',
  description: 'a second run of every gate on an unchanged tree repeats nothing (runs them all first)',
  async run(root) {
    const first = runTurbo(root, [...tasks, '--output-logs=errors-only'], 'capture')
    const { stdout } = runTurbo(root, [...tasks, '--dry=json'], 'capture')
    const plan = (JSON.parse(stdout) as Plan).tasks.filter(({ command }) => command !== '<NONEXISTENT>')
    const repeated = plan.filter(({ cache }) => cache.status !== 'HIT').map(({ taskId }) => `${taskId} would run again`)
    return {
      ok: first.status === 0 && plan.length > 0 && repeated.length === 0,
      figure: `tasks of ${plan.length} that a second run repeats: ${repeated.length}`,
      details: first.status === 0 ? repeated : ['a gate failed:', first.stdout, ...repeated],
    }
  },
}
