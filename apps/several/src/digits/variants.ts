import { join } from 'node:path'
import { type Outcome, type Splits, type TrialPlace, twoStageTrial, type Variant } from '@romae/app-common'
import { type Spectrogram, spectrogramTokenizer } from '@romae/audio'
import { channelStatistics, imageTokenizer } from '@romae/image'
import { tokenizerSet } from '@romae/tokenizer'
import {
  type AnyTokenizer,
  classificationMetrics,
  classify,
  holdOut,
  loadModel,
  type PredictionModel,
  type Samples,
} from '@romae/trainer/node'
import { folders, type Settings, stageFolders } from 'romae'
import { withMissing } from '../missing.ts'
import { stagesOf, type TrainingData } from '../stages.ts'
import { picturesOf } from './pictures.ts'
import { drawingsOf, errorOf, errorOfMean, fromTheOther } from './reconstruct.ts'
import { type Digit, type LabelledDigits, pairedDigits } from './samples.ts'
import type { DigitsExperiment } from './settings.ts'

const classes = Array.from({ length: 10 }, (_, digit) => String(digit))

/** Frames of a spectrogram, and frames and bins of a patch. */
const FRAMES = 64
const SOUND_PATCH = [8, 16] as const
const DRAWING_PATCH = [7, 7] as const

/** Parts of the training samples that lack one of the two, besides none. */
const MISSING = [0.5, 0.9] as const

const figureNames = {
  both: 'accuracy',
  half: 'accuracy, half of the test lack one',
  all: 'accuracy, each of the test lacks one',
  sound: 'accuracy, sound alone',
  drawing: 'accuracy, drawing alone',
} as const

/** Of the models that are trained. */
export const modelNames: readonly string[] = ['sound', 'drawing', ...[0, ...MISSING].map(bothName)]

/** Each modality by itself, both together, and both where many samples lack one. */
export function digitsVariants(experiment: DigitsExperiment, splits: Splits<Spectrogram>): Variant[] {
  return [
    ofOne('sound', experiment, splits),
    ofOne('drawing', experiment, splits),
    ofBoth(0, experiment, splits),
    ...MISSING.map((part) => ofBoth(part, experiment, splits)),
  ]
}

/** What a model of an experiment is trained on: all samples, and the labels of some. */
function trainingData<Sample>(
  { data }: DigitsExperiment,
  seed: number,
  {
    tokenizer,
    samples,
    labels,
  }: { tokenizer: AnyTokenizer<Sample>; samples: readonly Sample[]; labels: readonly string[] },
): TrainingData<Sample> {
  const { train: labelled } =
    data.labels === 1
      ? { train: [...labels.keys()] }
      : holdOut(labels, { fraction: 1 - data.labels, seed, stratify: true, purpose: 'test' })
  const finetuning = {
    samples: labelled.map((index) => samples[index]!),
    labels: labelled.map((index) => labels[index]!),
  }
  return { tokenizer, classes, pretraining: samples, finetuning }
}

function ofOne(name: keyof Digit, experiment: DigitsExperiment, splits: Splits<Spectrogram>): Variant {
  const settings = { experiment } as unknown as Settings
  return {
    experiment: `digits/${name}`,
    key: name,
    label: `a model of ${name}s alone`,
    settings,
    async trial(seed) {
      const { train, test } = await pairedDigits(splits, experiment.data, seed)
      const tokenizer = (await tokenizersOf(train))[name] as AnyTokenizer<unknown>
      const only = ({ samples }: LabelledDigits): readonly unknown[] => samples.map((sample) => sample[name])
      const given = { tokenizer, samples: only(train), labels: train.labels }
      return twoStageTrial(stagesOf(experiment, seed, trainingData(experiment, seed, given)), {
        settings,
        evaluate: async (model, { session: { engine } }) => ({
          figures: { [figureNames[name]]: await accuracy(model, only(test), test.labels, { tokenizer, engine }) },
        }),
      })
    },
  }
}

function bothName(missing: number): string {
  return missing === 0 ? 'both' : `both-missing-${100 * missing}`
}

/** @param missing the part of the training samples that lack one of the two */
function ofBoth(missing: number, experiment: DigitsExperiment, splits: Splits<Spectrogram>): Variant {
  const settings = { experiment, missing } as unknown as Settings
  const lacking = missing === 0 ? '' : `, ${100 * missing} % of the training lack one`
  return {
    experiment: `digits/${bothName(missing)}`,
    key: bothName(missing),
    label: `a model of both${lacking}`,
    settings,
    async trial(seed) {
      const { train, test } = await pairedDigits(splits, experiment.data, seed)
      const tokenizer = tokenizerSet(await tokenizersOf(train))
      const samples: readonly Digit[] = withMissing(train.samples, missing, seed)
      const given = { tokenizer, samples, labels: train.labels }
      const stages = stagesOf<Digit>(experiment, seed, trainingData(experiment, seed, given))
      return twoStageTrial<Digit>(stages, {
        settings,
        async evaluate(model, place) {
          const { engine } = place.session
          const on = (some: readonly Digit[]) => accuracy<Digit>(model, some, test.labels, { tokenizer, engine })
          const figures = {
            [figureNames.both]: await on(test.samples),
            [figureNames.sound]: await on(test.samples.map(({ sound }) => ({ sound }))),
            [figureNames.drawing]: await on(test.samples.map(({ drawing }) => ({ drawing }))),
            [figureNames.half]: await on(withMissing(test.samples, 0.5, seed)),
            [figureNames.all]: await on(withMissing(test.samples, 1, seed)),
          }
          const told = await tellOneFromTheOther({ train, test, tokenizer, model }, place)
          return { ...told, figures: { ...figures, ...told.figures } }
        },
      })
    },
  }
}

/** Of the training split's statistics. */
async function tokenizersOf({ samples }: LabelledDigits) {
  const sound = spectrogramTokenizer.fit(
    samples.map(({ sound }) => sound),
    { patch: SOUND_PATCH, frames: FRAMES },
  )
  const normalize = await channelStatistics(samples.map(({ drawing }) => drawing))
  return { sound, drawing: imageTokenizer({ patch: [...DRAWING_PATCH], channels: 1, normalize }) }
}

async function accuracy<Sample>(
  model: PredictionModel,
  samples: Samples<Sample>,
  labels: readonly string[],
  options: { readonly tokenizer: AnyTokenizer<Sample>; readonly engine: TrialPlace['session']['engine'] },
): Promise<number> {
  const found = await classify(model, samples, options)
  const predicted = found.map(({ label }) => label)
  return classificationMetrics(predicted, labels, classes).accuracy
}

/** How well the pre-trained model tells either from the other, and whether the classifier takes what it draws for the right digit. */
async function tellOneFromTheOther(
  {
    train,
    test,
    tokenizer,
    model,
  }: {
    readonly train: LabelledDigits
    readonly test: LabelledDigits
    readonly tokenizer: ReturnType<typeof tokenizerSet<Awaited<ReturnType<typeof tokenizersOf>>>>
    readonly model: PredictionModel
  },
  { folder, session: { engine } }: TrialPlace,
): Promise<Pick<Outcome, 'figures' | 'sections'>> {
  const pretrained = await loadModel(join(folder, stageFolders.pretraining, folders.model))
  const place = (name: keyof Digit) => tokenizer.modalities.findIndex((one) => one.name === name)
  const trained = await Promise.all(train.samples.map((sample) => tokenizer.tokenize(sample)))
  const drawn = await fromTheOther(pretrained, tokenizer, test.samples, 'drawing', { engine })
  const spoken = await fromTheOther(pretrained, tokenizer, test.samples, 'sound', { engine })
  const drawings = await drawingsOf(tokenizer, drawn.filled)
  return {
    figures: {
      'RMSE, drawing from sound': errorOf(drawn, place('drawing')),
      '… of the mean drawing': errorOfMean(trained, drawn.whole, place('drawing')),
      'RMSE, sound from drawing': errorOf(spoken, place('sound')),
      '… of the mean sound': errorOfMean(trained, spoken.whole, place('sound')),
      'drawings from sounds that are taken for their digit': await accuracy<Digit>(
        model,
        drawings.map((drawing) => ({ drawing })),
        test.labels,
        { tokenizer, engine },
      ),
    },
    sections: await picturesOf(tokenizer, test, { drawings, spoken: spoken.filled }),
  }
}
