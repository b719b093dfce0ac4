import type { Variant } from '@romae/app-common'
import { variance } from '@romae/internal/statistics'
import { regressionMetrics } from '@romae/trainer/node'
import { applySettings, type PresetName, type Settings } from 'romae'
import { positionSchema } from '../series/position-kinds.ts'
import { positionTrial } from '../series/position-trial.ts'
import { type SizeName, tableSettings } from './settings.ts'
import { TRANSLATION, translationChange } from './translation.ts'

/** MSE as the paper prints it (Table 1). */
const published: Readonly<Record<string, string>> = {
  'tiny-cls': '0.062 ± 0.007',
  'small-cls': '0.0057 ± 0.002',
  'base-cls': '0.0031 ± 0.002',
  'tiny-no-cls': '200.33 ± 0.001',
  'small-no-cls': '200.33 ± 0.001',
  'base-no-cls': '200.33 ± 0.002',
}

/** Series of the test that are moved. */
const MOVED_SERIES = 200

/** The rows of Table 1: each size with and without [CLS]. */
export function tableVariants(
  preset: PresetName,
  sizes: readonly SizeName[],
  assignments: readonly string[],
): readonly Variant[] {
  return sizes.flatMap((size) => [true, false].map((cls) => variant(preset, size, cls, assignments)))
}

function variant(preset: PresetName, size: SizeName, cls: boolean, assignments: readonly string[]): Variant {
  const key = `${size}-${cls ? 'cls' : 'no-cls'}`
  const experiment = applySettings(tableSettings(preset, size, cls), positionSchema, assignments)
  return {
    experiment: `positions/${key}`,
    key,
    label: `${size}, ${cls ? 'with' : 'without'} [CLS]`,
    published: { MSE: { 'RoMAE (paper)': published[key]! } },
    settings: experiment as unknown as Settings,
    trial: (seed) =>
      positionTrial(experiment, seed, async ({ model, engine, test, predict }) => {
        const actual = flatten(test.map(({ positions }) => positions))
        const moved = test.slice(0, MOVED_SERIES)
        return {
          figures: {
            MSE: regressionMetrics(flatten(await predict(test)), actual).mse,
            variance: variance(actual),
            [`change when all positions move by ${TRANSLATION}`]: await translationChange(model, moved, seed, engine),
          },
        }
      }),
  }
}

function flatten(rows: readonly Float32Array[]): number[] {
  return rows.flatMap((row) => [...row])
}
