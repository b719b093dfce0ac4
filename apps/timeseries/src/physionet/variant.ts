import type { Variant } from '@romae/app-common'
import { readPhysioNet2012, splitSeries, standardizeSplits } from '@romae/datasets'
import { applySettings, type PresetName, type Settings } from 'romae'
import { interpolationTrial } from '../interpolation/interpolation-trial.ts'
import { fillHiddenTimes, hasTimesToHide, hiddenTimesError } from './hidden-times.ts'
import { linearEstimate } from './linear-estimate.ts'
import { physioNetPresets, physioNetSchema } from './settings.ts'
import { stayCharts } from './stay-charts.ts'

const metric = 'MSE of values at hidden times'
const line = 'the same of a line between seen values'

/** Table 7; the paper's text and its table differ for RoMAE, and only the text's agrees with what it says of the two. */
const published = { [metric]: { HeTVAE: '0.562 ± 0.022', 'RoMAE-tiny (paper)': '0.570 ± 0.014' } }

/** PhysioNet 2012, set a: a row of Table 7. */
export async function physioNetVariant(
  preset: PresetName,
  path: string,
  assignments: readonly string[],
): Promise<Variant> {
  const experiment = applySettings(physioNetPresets[preset], physioNetSchema, assignments)
  const { test, valid, hidden, stays } = experiment.data
  const all = await readPhysioNet2012(path)
  return {
    experiment: 'physionet2012',
    published,
    settings: experiment as unknown as Settings,
    trial(seed) {
      const { splits } = standardizeSplits(
        splitSeries(all.slice(0, stays ?? all.length), { seed, test, validation: valid }),
      )
      const measured = splits.test.filter((stay) => hasTimesToHide(stay, hidden))
      return interpolationTrial(
        experiment,
        {
          tokens: 'observations',
          train: splits.train,
          valid: splits.validation,
          measure: async (model, tokenizer, engine) => {
            const filled = await fillHiddenTimes(model, tokenizer, measured, { fraction: hidden, seed, engine })
            return {
              figures: {
                [metric]: hiddenTimesError(filled, ({ predicted }) => predicted),
                [line]: hiddenTimesError(filled, linearEstimate),
              },
              sections: stayCharts(filled),
            }
          },
        },
        seed,
      )
    },
  }
}
