import { spectrogramTokenizer } from '@romae/audio'
import type { Likelihood } from '@romae/core'
import type { Engine } from '@romae/engine'
import { channelStatistics, imageTokenizer } from '@romae/image'
import { observationTokenizer, timestepTokenizer } from '@romae/timeseries'
import { tokenizerSet, valuesTokenizer } from '@romae/tokenizer'
import {
  type AnyTokenizer,
  finetune,
  type PretrainedModel,
  pretrain,
  type RomaeModel,
  type TrainingOptions,
  type TrainingRun,
} from '@romae/trainer/node'
import { type LabelledSamples, makeImages, makeSeries, makeSpectrograms, makeStays, type Stay } from './samples.ts'

/** What a specimen is trained with. */
interface Parts<Sample> extends LabelledSamples<Sample> {
  readonly tokenizer: AnyTokenizer<Sample>
  /** The model of the specimen that `from` names. */
  readonly pretrained: PretrainedModel | null
  readonly training: TrainingOptions & { readonly engine: Engine }
}

/** A small model of one kind, and how it is made. */
export interface Specimen<Sample = never> {
  readonly name: string
  /** The first form that has it; absent of one that all have. */
  readonly since?: string
  /** The pre-trained specimen that it starts from. */
  readonly from?: string
  samples(): LabelledSamples<Sample>
  fit(samples: readonly Sample[]): AnyTokenizer<Sample> | Promise<AnyTokenizer<Sample>>
  restore(json: unknown): AnyTokenizer<Sample>
  train(parts: Parts<Sample>): TrainingRun
}

const stack = { dModel: 16, heads: 2, depth: 1, feedForward: 32 }
const brief = { steps: 6, batchSize: 4, learningRate: 0.01, seed: 3 }

/** Levels that a model of a distribution is asked for. */
export const QUARTILES = [0.25, 0.5, 0.75] as const

function specimen<Sample>(one: Specimen<Sample>): Specimen {
  return one as unknown as Specimen
}

/** A pre-trained model of series that says more of a value than one number. */
function ofLikelihood(
  name: string,
  likelihood: Likelihood,
  options: Parameters<typeof observationTokenizer.fit>[1] = {},
): Specimen {
  return specimen({
    name,
    since: '0004-likelihoods',
    samples: makeSeries,
    fit: (series) => observationTokenizer.fit(series, options),
    restore: observationTokenizer.fromJSON,
    train: ({ tokenizer, samples, training }) =>
      pretrain({
        tokenizer,
        samples,
        model: { encoder: stack, decoder: stack, normalizeTargets: false, likelihood },
        maskRatio: 0.5,
        training: { ...brief, ...training },
      }),
  })
}

/** A second label, of every other sample. */
const oddOf = (index: number) => (index % 2 === 1 ? ['odd'] : [])

/** What models of several modalities have in common. */
const ofSeveral = {
  since: '0005-several',
  samples: makeStays,
  fit: async (stays: readonly Stay[]): Promise<AnyTokenizer<Stay>> => {
    const images = stays.flatMap(({ scan }) => scan ?? [])
    return tokenizerSet({
      scan: imageTokenizer({ patch: [4, 4], normalize: await channelStatistics(images) }),
      sheet: valuesTokenizer.fit(
        stays.flatMap(({ sheet }) => (sheet == null ? [] : [sheet])),
        { numbers: ['age'], categories: ['ward'], axis: 'time' },
      ),
      vitals: observationTokenizer.fit(
        stays.flatMap(({ vitals }) => vitals ?? []),
        { time: { unit: 2 } },
      ),
    })
  },
  restore: (json: unknown): AnyTokenizer<Stay> => {
    const { scan, sheet, vitals } = json as Readonly<Record<string, unknown>>
    return tokenizerSet({
      scan: imageTokenizer.fromJSON(scan),
      sheet: valuesTokenizer.fromJSON(sheet),
      vitals: observationTokenizer.fromJSON(vitals),
    })
  },
} as const

/** Three axes and one of channels need a pair of numbers each. */
const wideStack = { ...stack, dModel: 32 }

/** One of each kind that is saved; between them they have every option that a checkpoint keeps something of. */
export const specimens: readonly Specimen[] = [
  specimen({
    name: 'series-imputer',
    samples: makeSeries,
    fit: (series) => observationTokenizer.fit(series, { time: { unit: 2 } }),
    restore: observationTokenizer.fromJSON,
    train: ({ tokenizer, samples, training }) =>
      pretrain({
        tokenizer,
        samples,
        model: { encoder: stack, decoder: stack, normalizeTargets: false },
        maskRatio: 0.5,
        training: { ...brief, ...training },
      }),
  }),
  ofLikelihood('series-quantiles', { kind: 'quantiles', levels: QUARTILES }, { time: { unit: 2 } }),
  ofLikelihood('series-student-t', { kind: 'studentT', degreesOfFreedom: 5 }),
  specimen({
    name: 'series-classifier',
    samples: makeSeries,
    fit: (series) => timestepTokenizer.fit(series, { missing: 'indicator' }),
    restore: timestepTokenizer.fromJSON,
    train: ({ tokenizer, samples, labels, training }) =>
      finetune({
        tokenizer,
        samples,
        labels,
        labelSmoothing: 0.1,
        classWeights: 'balanced',
        model: { encoder: { ...stack, hiddenDropout: 0.1, stochasticDepth: 0.1 } },
        evaluation: { samples: samples.slice(4), labels: labels.slice(4), every: 3, select: 'best' },
        training: { ...brief, ...training },
      }),
  }),
  specimen({
    name: 'series-multi-label',
    since: '0006-labels-and-outputs',
    samples: makeSeries,
    fit: (series) => timestepTokenizer.fit(series, { missing: 'indicator' }),
    restore: timestepTokenizer.fromJSON,
    train({ tokenizer, samples, labels, training }) {
      // Of the first sample nobody knows whether it is odd.
      const sets = labels.map((label, index) =>
        index === 0 ? { has: [label], unknown: ['odd'] } : [label, ...oddOf(index)],
      )
      const evaluation = { samples: samples.slice(4), labels: sets.slice(4), every: 3, metric: 'macroF1' }
      return finetune({
        tokenizer,
        samples,
        labels: sets,
        model: { encoder: stack },
        evaluation,
        training: { ...brief, ...training },
      })
    },
  }),
  specimen({
    name: 'series-regression',
    samples: makeSeries,
    fit: (series) => timestepTokenizer.fit(series, { missing: 'interpolate', standardize: 'per-channel' }),
    restore: timestepTokenizer.fromJSON,
    train: ({ tokenizer, samples, targets, training }) =>
      finetune({
        tokenizer,
        samples,
        targets,
        model: { encoder: stack, positionEncoding: 'absolute', cls: false },
        training: { ...brief, optimizer: { kind: 'sgd', momentum: 0.9, weightDecay: 0 }, ...training },
      }),
  }),
  specimen({
    name: 'image-autoencoder',
    samples: makeImages,
    fit: async (images) => imageTokenizer({ patch: [4, 4], normalize: await channelStatistics(images) }),
    restore: imageTokenizer.fromJSON,
    train: ({ tokenizer, samples, training }) =>
      pretrain({
        tokenizer,
        samples,
        model: { encoder: stack, decoder: stack, cls: false, normalizeTargets: true },
        maskTogether: tokenizer.axes[0]!,
        maskRatio: 0.5,
        training: { ...brief, emaDecay: 0.9, gradientAccumulationSteps: 2, ...training },
      }),
  }),
  specimen({
    name: 'image-classifier',
    from: 'image-autoencoder',
    samples: makeImages,
    fit: async (images) => imageTokenizer({ patch: [4, 4], normalize: await channelStatistics(images) }),
    restore: imageTokenizer.fromJSON,
    train: ({ tokenizer, samples, labels, pretrained, training }) =>
      finetune({
        tokenizer,
        samples,
        labels,
        pretrained: pretrained!,
        training: { ...brief, layerDecay: 0.8, weightDecayOn: 'matrices', ...training },
      }),
  }),
  specimen({
    name: 'audio-autoencoder',
    samples: makeSpectrograms,
    fit: (spectrograms) => spectrogramTokenizer.fit(spectrograms, { patch: [4, 4] }),
    restore: spectrogramTokenizer.fromJSON,
    train: ({ tokenizer, samples, training }) =>
      pretrain({
        tokenizer,
        samples,
        model: { encoder: stack, decoder: stack },
        training: { ...brief, lengthBuckets: 2, ...training },
      }),
  }),
  specimen({
    name: 'audio-classifier',
    from: 'audio-autoencoder',
    samples: makeSpectrograms,
    fit: (spectrograms) => spectrogramTokenizer.fit(spectrograms, { patch: [4, 4] }),
    restore: spectrogramTokenizer.fromJSON,
    train: ({ tokenizer, samples, labels, pretrained, training }) =>
      finetune({
        tokenizer,
        samples,
        labels,
        pretrained: pretrained!,
        training: { ...brief, clipNorm: 1, ...training },
      }),
  }),
  specimen({
    ...ofSeveral,
    name: 'several-autoencoder',
    train: ({ tokenizer, samples, training }) =>
      pretrain({
        tokenizer,
        samples,
        model: { encoder: wideStack, decoder: wideStack, normalizeTargets: false },
        maskRatios: { sheet: 0 },
        hideModality: 0.5,
        lossWeights: { scan: 0.5 },
        training: { ...brief, ...training },
      }),
  }),
  specimen({
    ...ofSeveral,
    name: 'several-classifier',
    from: 'several-autoencoder',
    train: ({ tokenizer, samples, labels, pretrained, training }) =>
      finetune({
        tokenizer,
        samples,
        labels,
        pretrained: pretrained!,
        model: { pooling: 'mean' },
        dropModality: 0.3,
        training: { ...brief, ...training },
      }),
  }),
]

/** The pre-trained model that a specimen starts from. */
export function startOf({ from }: Specimen, models: ReadonlyMap<string, RomaeModel>): PretrainedModel | null {
  return from === undefined ? null : (models.get(from) as PretrainedModel)
}

/** Those that a form has. */
export function specimensOf(form: string): readonly Specimen[] {
  return specimens.filter(({ since }) => since === undefined || form >= since)
}
