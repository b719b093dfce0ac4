import type { Variant } from '@romae/app-common'
import { fetchDataset, openElasticc } from '@romae/datasets'
import { applySettings, type PresetName, type Settings } from 'romae'
import {
  type ElasticcData,
  type ElasticcExperiment,
  type ElasticcSize,
  elasticcPresets,
  elasticcSchema,
} from './settings.ts'
import { elasticcTrial } from './trial.ts'

const ATAT = { 'Transformer (alert)': '0.5256', 'ATAT, light curves only (alert)': '0.6270' }

/** Macro F1: Table 4, which holds RoMAE of all photometry against ATAT of the alert's; and the same of a later README. */
const published: Readonly<
  Record<ElasticcData['photometry'], Readonly<Record<ElasticcSize, Readonly<Record<string, string>>>>>
> = {
  all: {
    'tiny-shallow': { ...ATAT, 'RoMAE (paper)': '0.7106' },
    tiny: { ...ATAT, 'RoMAE (paper)': '0.8029' },
  },
  alert: {
    'tiny-shallow': { ...ATAT, 'RoMAE (authors’ later README)': '0.6649' },
    tiny: { ...ATAT, 'RoMAE (authors’ later README)': '0.7205' },
  },
}

/**
 * Rows of Table 4, one a size.
 *
 * @param folder holds `elasticc_final.h5`; without one the cache is looked into
 * @throws RomaeError `DATASETS_*`, which says where the data comes from
 */
export async function elasticcVariants(
  preset: PresetName,
  folder: string | undefined,
  sizes: readonly ElasticcSize[],
  assignments: readonly string[],
): Promise<readonly Variant[]> {
  const experiment = applySettings(elasticcPresets[preset], elasticcSchema, assignments)
  const { fold, photometry } = experiment.data
  const { path } = await fetchDataset('elasticc', folder === undefined ? {} : { dataDir: folder })
  // It stays open, for as long as the command runs.
  const file = await openElasticc(path, { fold, photometry })
  return sizes.map((size) => {
    const sized: ElasticcExperiment = { ...experiment, model: { ...experiment.model, size } }
    const [macroF1, accuracy] = [
      `macro F1, ${size}, ${photometry} photometry`,
      `accuracy, ${size}, ${photometry} photometry`,
    ]
    return {
      experiment: 'elasticc',
      key: size,
      published: { [macroF1]: published[photometry][size] },
      settings: sized as unknown as Settings,
      trial: (seed) =>
        elasticcTrial(file, sized, seed, (metrics) => ({ [macroF1]: metrics.macroF1, [accuracy]: metrics.accuracy })),
    }
  })
}
