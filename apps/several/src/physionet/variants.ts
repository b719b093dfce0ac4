import { join } from 'node:path'
import { type TrialPlace, twoStageTrial, type Variant } from '@romae/app-common'
import type { DatasetSeries } from '@romae/datasets'
import { type TimeSeries, timestepTokenizer } from '@romae/timeseries'
import { isTokenizerSet, tokenizerSet, type Values, valuesTokenizer } from '@romae/tokenizer'
import {
  type AnyTokenizer,
  classify,
  type FinetuneOptions,
  loadModel,
  type PredictionModel,
  rankingMetrics,
} from '@romae/trainer/node'
import { folders, type Settings, stageFolders } from 'romae'
import { stagesOf } from '../stages.ts'
import { hiddenError } from './hidden-values.ts'
import type { MortalityExperiment } from './settings.ts'
import { type PreparedStays, prepareStays, vitalVariables } from './stays.ts'

/** What is measured of a patient, and what is known at admission. */
interface Stay {
  readonly vitals?: TimeSeries | null | undefined
  readonly sheet?: Values | null | undefined
}

const classes = ['0', '1']

/** Areas under the ROC curve of in-hospital death, as published. */
const published = {
  AUROC: {
    'GRU-D (mTAN)': '0.818',
    'ODE-RNN (mTAN)': '0.833',
    'mTAND-Full (mTAN)': '0.858',
    'Transformer (SeFT, three sets)': '0.863 ± 0.008',
  },
}

/** A way of giving a model what is known of a stay. */
interface Way<Sample> {
  readonly key: string
  readonly label: string
  tokenizer(train: PreparedStays): AnyTokenizer<Sample>
  samples(stays: PreparedStays): readonly Sample[]
  /** Test stays that lack something, by what the figures call it. */
  readonly subsets?: Readonly<Record<string, (sample: Sample) => Sample>>
}

/** A token a span: values, which are standardised before, and whether each is missing. */
const ofChannels = (channels: number) =>
  timestepTokenizer({ channels, missing: 'indicator', standardize: 'none', time: { origin: 'zero', unit: 1 } })

const alone: Way<TimeSeries> = {
  key: 'vitals',
  label: 'vital signs alone',
  tokenizer: () => ofChannels(vitalVariables.length),
  samples: ({ vitals }) => vitals,
}

const asChannels: Way<TimeSeries> = {
  key: 'channels',
  label: 'descriptors as further channels',
  tokenizer: ({ channels }) => ofChannels(channels[0]!.channels.length),
  samples: ({ channels }) => channels,
}

const asModality: Way<Stay> = {
  key: 'modality',
  label: 'descriptors as a modality',
  tokenizer: ({ sheets }) =>
    tokenizerSet({
      vitals: ofChannels(vitalVariables.length),
      sheet: valuesTokenizer.fit(sheets, {
        numbers: ['age', 'height', 'weight'],
        categories: ['sex', 'unit'],
        axis: 'time',
      }),
    }),
  samples: ({ vitals, sheets }) => vitals.map((series, index) => ({ vitals: series, sheet: sheets[index]! })),
  subsets: {
    'vital signs alone': ({ vitals }) => ({ vitals }),
    'descriptors alone': ({ sheet }) => ({ sheet }),
  },
}

/** Vital signs by themselves, with descriptors as further channels, and with descriptors as a modality of their own. */
export function mortalityVariants(experiment: MortalityExperiment, stays: readonly DatasetSeries[]): Variant[] {
  return [
    variantOf(alone, experiment, stays),
    variantOf(asChannels, experiment, stays),
    variantOf(asModality, experiment, stays),
  ]
}

export const wayNames: readonly string[] = [alone, asChannels, asModality].map(({ key }) => key)

function variantOf<Sample>(
  way: Way<Sample>,
  experiment: MortalityExperiment,
  stays: readonly DatasetSeries[],
): Variant {
  const settings = { experiment } as unknown as Settings
  return {
    experiment: `mortality/${way.key}`,
    key: way.key,
    label: way.label,
    published,
    settings,
    trial(seed) {
      const { train, validation, test } = prepareStays(stays, seed)
      const tokenizer = way.tokenizer(train)
      const { evaluateEvery, ...finetuning } = experiment.finetuning
      const evaluation: FinetuneOptions<Sample>['evaluation'] = {
        samples: way.samples(validation),
        labels: validation.labels,
        every: evaluateEvery,
        select: 'best',
      }
      const data = {
        tokenizer,
        classes,
        pretraining: way.samples(train),
        finetuning: { samples: way.samples(train), labels: train.labels },
        evaluation,
        ...(isTokenizerSet(tokenizer) && { maskRatios: { sheet: 0 } }),
      }
      return twoStageTrial(stagesOf({ ...experiment, finetuning }, seed, data), {
        settings,
        async evaluate(model, place) {
          const samples = way.samples(test)
          const areas = (of: readonly Sample[], suffix = '') =>
            areasOf(model, { samples: of, labels: test.labels, tokenizer, suffix }, place)
          const subsets = Object.entries(way.subsets ?? {})
          const lacking = await Promise.all(subsets.map(([name, without]) => areas(samples.map(without), `, ${name}`)))
          const pretrained = await loadModel(join(place.folder, stageFolders.pretraining, folders.model))
          const { hidden: part } = experiment.data
          const error = await hiddenError(pretrained, tokenizer, samples, { part, seed, engine: place.session.engine })
          return {
            figures: { ...(await areas(samples)), ...Object.assign({}, ...lacking), 'MSE within hidden spans': error },
          }
        },
      })
    },
  }
}

/** How well the probability of death ranks stays. */
async function areasOf<Sample>(
  model: PredictionModel,
  {
    samples,
    labels,
    tokenizer,
    suffix,
  }: {
    readonly samples: readonly Sample[]
    readonly labels: readonly string[]
    readonly tokenizer: AnyTokenizer<Sample>
    readonly suffix: string
  },
  { session: { engine } }: TrialPlace,
): Promise<Record<string, number>> {
  const { byClass } = rankingMetrics(await classify(model, samples, { tokenizer, engine }), labels, classes)
  const { auroc, auprc } = byClass.find(({ label }) => label === '1')!
  return { [`AUROC${suffix}`]: auroc, [`AUPRC${suffix}`]: auprc }
}
