import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { Check } from '../check.ts'
import { runScript } from '../run-script.ts'

type Errors = Readonly<Record<string, readonly number[]>>

/**
 * How far above the smoother's the errors may be, on the mean of all channels; what rounding makes of a run is within it. A
 * training of fewer steps may more.
 */
const most = { whole: { scattered: 1.045, blocks: 1.045 }, short: { scattered: 1.08, blocks: 1.08 } } as const

/** The same beside linear interpolation, of the worst channel. */
const mostOfLine = { scattered: 1, blocks: 1.04 } as const

/**
 * The main job, run whole: RoMAE must fill the weather's gaps nearly as well as the Kalman smoother of the same data, which is
 * what an expert would take; scattered ones better than linear interpolation in every channel, and blocks as well, up to a hair.
 */
export const quickstart: Check = {
  name: 'quickstart',
  description:
    'the quickstart runs, beats linear interpolation, and is close to a Kalman smoother (about two minutes; ROMAE_STEPS=800: half of one)',
  async run(root) {
    const folder = await mkdtemp(path.join(tmpdir(), 'romae-quickstart-'))
    try {
      const steps = process.env.ROMAE_STEPS
      const words = steps === undefined ? [] : ['--set', `steps=${steps}`]
      const limits = steps === undefined ? most.whole : most.short
      await runScript(root, 'apps/quickstart/src/main.ts', words, { env: { INIT_CWD: folder } })
      const results = await readFile(path.join(folder, 'runs/quickstart/results.json'), 'utf8')
      const { rmse } = JSON.parse(results) as { rmse: Readonly<Record<keyof typeof limits, Errors>> }
      const compared = (['scattered', 'blocks'] as const).map((kind) => {
        const [ours, smoother, line] = ['RoMAE', 'Kalman', 'linear'].map((name) => errorsOf(rmse[kind], name))
        const toSmoother = ours!.map((error, channel) => error / smoother![channel]!)
        const mean = toSmoother.reduce((sum, ratio) => sum + ratio, 0) / toSmoother.length
        const toLine = Math.max(...ours!.map((error, channel) => error / line![channel]!))
        return { kind, mean, toLine, ok: ours!.length === 4 && mean < limits[kind] && toLine < mostOfLine[kind] }
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
