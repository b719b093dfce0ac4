import { finetuningTrial, keptTrial, twoStageTrial, type Variant } from '@romae/app-common'
import { parameterCount } from '@romae/core'
import { observationTokenizer, type TimeSeries } from '@romae/timeseries'
import { tokenizerSet, type Values, valuesTokenizer } from '@romae/tokenizer'
import {
  type AnyTokenizer,
  classificationMetrics,
  classify,
  describeFinetuning,
  type PredictionModel,
} from '@romae/trainer/node'
import type { Session, Settings } from 'romae'
import { type Labelled, stagesOf } from '../stages.ts'
import { sheetNumbers } from './hosts.ts'
import { type Star, type Stars, simulateStars, starClasses } from './observe.ts'
import type { CurvesExperiment } from './settings.ts'
import { trainLateJoin } from './train-late-join.ts'

/** What is there of a source. */
export type PartialStar = { readonly [Name in keyof Star]?: Star[Name] | null | undefined }

/** Both splits of a seed. */
interface Splits {
  readonly train: Stars
  readonly test: Stars
}

/** One seed's are simulated once. */
const simulated = new Map<string, Splits>()

export function starsOf({ data }: CurvesExperiment, seed: number): Splits {
  const key = JSON.stringify([data, seed])
  const known = simulated.get(key) ?? {
    train: simulateStars(data.train, seed, 'train'),
    test: simulateStars(data.test, seed, 'test'),
  }
  simulated.clear()
  simulated.set(key, known)
  return known
}

/** Of the training split's statistics. */
export function starTokenizers({ samples }: Stars) {
  const curve: AnyTokenizer<TimeSeries> & ReturnType<typeof observationTokenizer> = observationTokenizer.fit(
    samples.map((star) => star.curve),
    { time: { unit: 1 } },
  )
  const sheet = valuesTokenizer.fit(
    samples.map((star) => star.sheet),
    { numbers: [...sheetNumbers], axis: 'time' },
  )
  return { curve, sheet }
}

/** What a model is given of a source. */
interface Way<Sample> {
  readonly key: string
  readonly label: string
  readonly isPretrained: boolean
  tokenizer(train: Stars): AnyTokenizer<Sample>
  sample(star: Star): Sample
}

const ofCurve: Way<TimeSeries> = {
  key: 'curve',
  label: 'light curves alone',
  isPretrained: false,
  tokenizer: (train) => starTokenizers(train).curve,
  sample: ({ curve }) => curve,
}

const ofSheet: Way<Values> = {
  key: 'sheet',
  label: 'what is known of the place alone',
  isPretrained: false,
  tokenizer: (train) => starTokenizers(train).sheet,
  sample: ({ sheet }) => sheet,
}

const ofBoth: Way<PartialStar> = {
  key: 'both',
  label: 'both in one model',
  isPretrained: false,
  tokenizer: (train) => tokenizerSet(starTokenizers(train)),
  sample: (star) => star,
}

const ofBothPretrained: Way<PartialStar> = {
  ...ofBoth,
  key: 'both-pretrained',
  label: 'both in one model, pre-trained',
  isPretrained: true,
}

const LATE = 'late'

/** Of the models that are trained. */
export const curveModels: readonly string[] = [ofCurve.key, ofSheet.key, ofBoth.key, LATE, ofBothPretrained.key]

/** Either by itself, both in one model, both joined late, and both in one model that was pre-trained. */
export function curvesVariants(experiment: CurvesExperiment): Variant[] {
  return [
    variantOf(ofCurve, experiment),
    variantOf(ofSheet, experiment),
    variantOf(ofBoth, experiment),
    lateVariant(experiment),
    variantOf(ofBothPretrained, experiment),
  ]
}

function variantOf<Sample>(way: Way<Sample>, experiment: CurvesExperiment): Variant {
  const settings = { experiment } as unknown as Settings
  return {
    experiment: `curves/${way.key}`,
    key: way.key,
    label: way.label,
    settings,
    async trial(seed) {
      const { train, test } = starsOf(experiment, seed)
      const tokenizer = way.tokenizer(train)
      const samplesOf = ({ samples, labels }: Stars): Labelled<Sample> => ({ samples: samples.map(way.sample), labels })
      const finetuning = samplesOf(train)
      const stages = stagesOf(experiment, seed, {
        tokenizer,
        classes: starClasses,
        pretraining: finetuning.samples,
        finetuning,
      })
      const stage = {
        settings,
        evaluate: async (model: PredictionModel, { session }: { readonly session: Session }) => {
          const predictions = await classify(model, samplesOf(test).samples, { tokenizer, engine: session.engine })
          return {
            figures: {
              ...figuresOf(
                predictions.map(({ label }) => label),
                test,
              ),
              ...sizeOf(parameterCount(model.config)),
            },
          }
        },
      }
      return way.isPretrained
        ? twoStageTrial(stages, stage)
        : finetuningTrial((training) => stages.finetuning(null, training), stage)
    },
  }
}

/** Two encoders that are joined before the head. */
function lateVariant(experiment: CurvesExperiment): Variant {
  return {
    experiment: `curves/${LATE}`,
    key: LATE,
    label: 'both, joined late',
    settings: { experiment } as unknown as Settings,
    trial: (seed) =>
      keptTrial({ seed, ...experiment }, async ({ session, prefix }) => {
        const { train, test } = starsOf(experiment, seed)
        const { curve, sheet } = starTokenizers(train)
        const configOf = async <Sample>(
          tokenizer: AnyTokenizer<Sample>,
          size: keyof CurvesExperiment['late'],
          sample: (star: Star) => Sample,
        ) => {
          const own = { ...experiment, model: { ...experiment.model, size: experiment.late[size] } }
          const finetuning = { samples: train.samples.map(sample), labels: train.labels }
          const stages = stagesOf(own, seed, { tokenizer, classes: starClasses, pretraining: [], finetuning })
          return (await describeFinetuning(stages.finetuning(null, {}))).config.model
        }
        const configs = {
          curve: await configOf(curve, 'curve', (star) => star.curve),
          sheet: await configOf(sheet, 'sheet', (star) => star.sheet),
        }
        const joined = async ({ samples, labels }: Stars) => ({
          tokens: {
            curve: await Promise.all(samples.map((star) => curve.tokenize(star.curve))),
            sheet: samples.map((star) => sheet.tokenize(star.sheet)),
          },
          labels: Int32Array.from(labels, (label) => starClasses.indexOf(label)),
        })
        const { predicted, parameters } = await trainLateJoin(configs, await joined(train), await joined(test), {
          engine: session.engine,
          seed,
          classes: starClasses.length,
          training: experiment.finetuning,
          observe(step, loss) {
            if (step % 200 === 0) session.say(`${prefix}step ${step}, loss ${loss.toPrecision(4)}`)
            session.stopIfAsked(`${prefix}stopped after step ${step}; it begins anew with --resume`)
          },
        })
        const found = Array.from(predicted, (place) => starClasses[place]!)
        return { figures: { ...figuresOf(found, test), ...sizeOf(parameters) } }
      }),
  }
}

function figuresOf(predicted: readonly string[], { labels }: Stars): Readonly<Record<string, number>> {
  const { accuracy, macroF1 } = classificationMetrics(predicted, labels, starClasses)
  return { accuracy, 'macro F1': macroF1 }
}

function sizeOf(parameters: number): Readonly<Record<string, number>> {
  return { 'parameters, thousands': parameters / 1000 }
}
