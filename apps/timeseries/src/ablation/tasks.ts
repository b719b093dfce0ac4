import { join } from 'node:path'
import type { Variant } from '@romae/app-common'
import { applySettings, type PresetName } from 'romae'
import { openDataSet } from '../imputation/data-sets.ts'
import { type DataSetName, imputationSchema, imputationSettings } from '../imputation/settings.ts'
import { imputationVariants } from '../imputation/variants.ts'
import { physioNetVariant } from '../physionet/variant.ts'
import { spiralVariant } from '../spirals/variant.ts'
import { syntheticVariant } from '../synthetic/variant.ts'
import { readSplits, ueaVariant } from '../uea/experiment.ts'
import { ueaSchema, ueaSettings } from '../uea/settings.ts'
import { withinLength } from '../uea/thinning.ts'
import type { Part } from './parts.ts'

/** A table's variant with some settings. */
type WithSettings = (assignments: readonly string[]) => Variant | Promise<Variant>

/** A table on which parts of the model are left out and taken in. */
export interface Task {
  /** What its data can have: a single channel needs no name, and the paper's tables no estimate. */
  readonly parts: readonly Part[]
  /** @param data where the user's data are; null where none are given */
  open(preset: Preset, data: string | null): WithSettings | Promise<WithSettings>
}

export type Preset = Exclude<PresetName, 'paper'>

const imputation = (name: DataSetName): Task => ({
  parts: ['channels', 'rotations', 'estimate'],
  async open(preset, data) {
    const opened = await openDataSet(name, data, null)
    return (assignments) => {
      const experiment = applySettings(imputationSettings(name, preset), imputationSchema, assignments)
      return imputationVariants(name, opened, experiment, { methods: ['romae'], python: null })[0]!
    }
  },
})

/** One token a value: channels can be told apart otherwise than by their place. */
const uea = (name: string): Task => ({
  parts: ['channels', 'rotations'],
  async open(preset, data) {
    const splits = await readSplits(join(data ?? '.', name), name)
    return (assignments) => {
      const asked = ['tokenizer.kind=observations', ...assignments]
      const settings = applySettings(ueaSettings(name, preset)!, ueaSchema, asked)
      return ueaVariant(name, splits, withinLength(settings, splits, asked).experiment)
    }
  },
})

export const tasks: Readonly<Record<string, Task>> = {
  synthetic: { parts: ['rotations'], open: (preset) => (assignments) => syntheticVariant(preset, assignments) },
  spirals: { parts: ['rotations'], open: (preset) => (assignments) => spiralVariant(preset, assignments) },
  physionet2012: {
    parts: ['channels', 'rotations'],
    open: (preset, data) => (assignments) => physioNetVariant(preset, data ?? '.', assignments),
  },
  LSST: uea('LSST'),
  BasicMotions: uea('BasicMotions'),
  JapaneseVowels: uea('JapaneseVowels'),
  'impute-physionet2012': imputation('physionet2012'),
  'impute-weather': imputation('weather'),
  'impute-nyc-weather': imputation('nyc-weather'),
  'impute-etth1': imputation('etth1'),
}
