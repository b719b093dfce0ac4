import { createRequire } from 'node:module'
import path from 'node:path'
import type { Check } from '../check.ts'

const require = createRequire(import.meta.url)

/** The reference's training trajectories: losses, gradient norms, rates and parameters, on every engine that is here. */
export const trajectories: Check = {
  name: 'trajectories',
  description: 'all golden training trajectories on every engine that can be created (about 20 seconds)',
  async run() {
    const { engineNames, passes, runTrajectories } = await import('@romae/parity')
    const folder = path.dirname(require.resolve('@romae/parity-fixtures/manifest.json'))
    const failures: string[] = []
    const counts: string[] = []
    let compared = 0
    for (const name of engineNames) {
      const { absent, results } = await runTrajectories(folder, name)
      if (absent !== null) {
        counts.push(`${name} absent`)
        console.log(`  ${name} is not checked: ${absent}`)
        continue
      }
      compared += results.length
      counts.push(`${name} ${results.filter(({ status }) => status === 'passed').length} of ${results.length}`)
      for (const result of results) {
        if (result.status === 'error') failures.push(`${name} ${result.file}: ${result.reason}`)
        if (result.status !== 'failed') continue
        for (const { quantity, error, tolerance } of result.checks.filter((check) => !passes(check))) {
          failures.push(
            `${name} ${result.file}: ${quantity} is off by ${error.toExponential(1)}, more than ${tolerance}`,
          )
        }
      }
    }
    return {
      ok: failures.length === 0 && compared > 0,
      figure: `${counts.join(', ')}; trajectories out of tolerance: ${failures.length}`,
      details: failures,
    }
  },
}
