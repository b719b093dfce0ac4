import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { Check } from '../check.ts'
import { runScript } from '../run-script.ts'

type Errors = Readonly<Record<string, readonly number[]>>

/** How far above the smoother's the errors may be, on the mean of all channels; what rounding makes of a run is within it. */
const MOST = 1.02

/**
 * The main job, run whole: RoMAE must fill the weather's gaps about as well as the Kalman smoother of the same data, which is
 * what an expert would take, and better than linear interpolation in every channel.
 */
export const quickstart: Check = {
  name: 'quickstart',
  description: 'the quickstart runs, beats linear interpolation, and comes up to a Kalman smoother (half a minute)',
  async run(root) {
    const folder = await mkdtemp(path.join(tmpdir(), 'romae-quickstart-'))
    try {
      await runScript(root, 'apps/quickstart/src/main.ts', [], { env: { INIT_CWD: folder } })
      const results = await readFile(path.join(folder, 'runs/quickstart/results.json'), 'utf8')
      const { rmse } = JSON.parse(results) as { rmse: Readonly<Record<'scattered' | 'blocks', Errors>> }
      const compared = (['scattered', 'blocks'] as const).map((kind) => {
        const [ours, smoother, line] = ['RoMAE', 'Kalman', 'linear'].map((name) => errorsOf(rmse[kind], name))
        const toSmoother = ours!.map((error, channel) => error / smoother![channel]!)
        const mean = toSmoother.reduce((sum, ratio) => sum + ratio, 0) / toSmoother.length
        const toLine = Math.max(...ours!.map((error, channel) => error / line![channel]!))
        return { kind, mean, toLine, ok: ours!.length === 4 && mean < MOST && toLine < 1 }
      })
      return {
        ok: compared.every(({ ok }) => ok),
        figure: compared
          .map(
            ({ kind, mean }) =>
              `RMSE of ${kind} values over the Kalman smoother’s, mean of channels: ${mean.toFixed(3)}`,
          )
          .join('; '),
        details: compared.map(
          ({ kind, toLine }) => `${kind}: over linear interpolation’s, worst: ${toLine.toFixed(3)}`,
        ),
      }
    } finally {
      await rm(folder, { recursive: true, force: true })
    }
  },
}

/** Of the method whose name begins so. */
function errorsOf(errors: Errors, name: string): readonly number[] {
  return Object.entries(errors).find(([method]) => method.startsWith(name))![1]
}
