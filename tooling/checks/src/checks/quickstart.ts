import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { Check } from '../check.ts'
import { runScript } from '../run-script.ts'

type Errors = Readonly<Record<string, readonly number[]>>

/** On daily maxima the two are level, so that rounding decides which of them is ahead. */
const level = 1.03

/**
 * The main job, run whole: RoMAE must fill the weather's gaps better than linear interpolation on the mean of all channels,
 * and on each of them at least as well, up to a hair.
 */
export const quickstart: Check = {
  name: 'quickstart',
  description: 'the quickstart runs, and RoMAE beats linear interpolation (about a minute)',
  async run(root) {
    const folder = await mkdtemp(path.join(tmpdir(), 'romae-quickstart-'))
    try {
      await runScript(root, 'apps/quickstart/src/main.ts', [], { env: { INIT_CWD: folder } })
      const results = await readFile(path.join(folder, 'runs/quickstart/results.json'), 'utf8')
      const { rmse } = JSON.parse(results) as { rmse: Errors }
      const ratios = rmse.RoMAE!.map((error, channel) => error / rmse['linear interpolation']![channel]!)
      const worst = Math.max(...ratios)
      const mean = ratios.reduce((sum, ratio) => sum + ratio, 0) / ratios.length
      return {
        ok: ratios.length === 4 && mean < 0.97 && worst < level,
        figure:
          `RMSE over that of linear interpolation, worst of ${ratios.length} channels ${worst.toFixed(3)}, ` +
          `mean: ${mean.toFixed(3)}`,
        details: ratios.map((ratio, channel) => `channel ${channel}: ${ratio.toFixed(3)}`),
      }
    } finally {
      await rm(folder, { recursive: true, force: true })
    }
  },
}
