import { keptTrial, type Outcome, pretrainingTrial, type Trial, type Variant } from '@romae/app-common'
import type { TimeSeries } from '@romae/timeseries'
import { observationTokenizer, windows } from '@romae/timeseries'
import { timeseries } from '@romae/timeseries/modality'
import type { PretrainedModel, PretrainOptions, TrainingOptions } from '@romae/trainer/node'
import { calibrateScores, createScorer } from '@romae/trainer/node'
import type { Settings } from 'romae'
import { heldSamples, type MeasuredPlace, measurePlaces, pretrainingOptions, type Session } from 'romae'
import type { AnomalySet, LabelledSeries } from './data-sets.ts'
import { ofWindows, rollingZScore } from './detectors.ts'
import { matrixProfile } from './matrix-profile.ts'
import { averagePrecision, isTopFound, volumeUnderSurface } from './metrics.ts'
import type { AnomalyExperiment } from './settings.ts'

/** All methods, in the order of tables. */
export const anomalyMethods = ['z-score', 'matrix-profile', 'romae', 'romae-blocks'] as const
export type AnomalyMethod = (typeof anomalyMethods)[number]

/** Values about a top score within which an anomaly counts as found, as the UCR archive has it. */
const SLACK = 100

interface Choice {
  readonly methods: readonly AnomalyMethod[]
  /** For matrix profiles; null: none. */
  readonly python: string | null
}

/** The rows of one data set: a method each, all with the same series. */
export function anomalyVariants(
  name: AnomalySet,
  open: (seed: number) => Promise<LabelledSeries>,
  experiment: AnomalyExperiment,
  { methods, python }: Choice,
): Variant[] {
  const simple = (key: AnomalyMethod, label: string, score: Score): Variant => ({
    experiment: `anomaly/${name}/${key}`,
    key,
    label: `${name}: ${label}`,
    settings: {},
    stages: [],
    trial: async (seed) => {
      const data = await open(seed)
      return keptTrial({ method: key, seed, measures: 'AP and VUS-PR' }, async ({ session }) => ({
        figures: figuresOf(
          data,
          await Promise.all(data.test.channels.map(({ values }) => score(values, data, session))),
        ),
      }))
    },
  })
  const byModel = (key: AnomalyMethod, label: string, block: (data: LabelledSeries) => number): Variant => ({
    experiment: `anomaly/${name}/${key}`,
    key,
    label: `${name}: ${label}`,
    settings: experiment as unknown as Settings,
    stages: [key],
    trial: async (seed) => {
      const data = await open(seed)
      return modelTrial(data, experiment, seed, block(data))
    },
  })
  const all = [
    simple('z-score', 'rolling z-score', (values, { period }) => rollingZScore(values, period)),
    ...(python === null
      ? []
      : [
          simple('matrix-profile', 'matrix profile (stumpy)', async (values, { period }, { signal }) =>
            ofWindows(await matrixProfile(values, period, { python, signal }), period),
          ),
        ]),
    byModel('romae', 'RoMAE, value by value', () => 1),
    byModel('romae-blocks', 'RoMAE, in blocks', ({ period }) => Math.max(2, Math.ceil(period / 16))),
  ]
  return all.filter(({ key }) => methods.includes(key as AnomalyMethod))
}

type Score = (values: Float64Array, data: LabelledSeries, session: Session) => Promise<Float64Array> | Float64Array

/** @param scores `[channel][time]` */
function figuresOf({ labels, period }: LabelledSeries, scores: readonly Float64Array[]): Outcome['figures'] {
  const mean = (of: (given: { scores: Float64Array; labels: Uint8Array }) => number) =>
    scores.reduce((sum, own, channel) => sum + of({ scores: own, labels: labels[channel]! }), 0) / scores.length
  return {
    AP: mean(averagePrecision),
    'VUS-PR': mean((given) => volumeUnderSurface(given, period)),
    'top found': mean((given) => Number(isTopFound(given, Math.min(SLACK, period)))),
  }
}

/** Pre-trains on windows of what is normal, and scores the test series. */
function modelTrial(data: LabelledSeries, experiment: AnomalyExperiment, seed: number, block: number): Trial {
  const { window, stride } = experiment.data
  const samples = windows(data.train, { length: window, stride }).filter(
    ({ channels }) => channels[0]!.values.length === window,
  )
  const tokenizer = observationTokenizer.fit(samples, { time: { unit: 1, origin: 'first' } })
  const options = (training: TrainingOptions): PretrainOptions<TimeSeries> => ({
    tokenizer,
    samples,
    ...pretrainingOptions(experiment, { ...training, seed }),
  })
  return pretrainingTrial(options, {
    settings: { experiment: experiment as unknown as Settings, targetScale: null },
    async evaluate(model, { session }) {
      const places = await scored(model, data, { tokenizer, experiment, block, seed, session })
      const scores = data.test.channels.map(({ name, values }) => {
        const own = places.test.filter(({ group }) => group === name)
        const errorAt = new Map(own.map(({ cells, error }) => [Number(cells[0]), error]))
        return values.map((_, time) => errorAt.get(time)!)
      })
      return { figures: { ...figuresOf(data, scores), ...sharesBelow(data, places) } }
    },
  })
}

interface Places {
  readonly held: readonly MeasuredPlace[]
  readonly test: readonly MeasuredPlace[]
}

async function scored(
  model: PretrainedModel,
  data: LabelledSeries,
  {
    tokenizer,
    experiment,
    block,
    seed,
    session,
  }: {
    readonly tokenizer: ReturnType<typeof observationTokenizer.fit>
    readonly experiment: AnomalyExperiment
    readonly block: number
    readonly seed: number
    readonly session: Session
  },
): Promise<Places> {
  const { window, rounds } = experiment.data
  const inference = { engine: session.engine, tokenizer }
  const { maskRatio } = experiment.pretraining
  const scorer = await createScorer(model, { maskRatio, block, rounds, seed, inference })
  try {
    const { stopIfAsked } = session
    const measuring = { scorer, tokenizer, shape: timeseries.scores!, length: window, average: block, stopIfAsked }
    const measure = async (series: TimeSeries) =>
      (await measurePlaces({ samples: heldSamples([series]), data: {} }, measuring)).flat()
    return { held: await measure(data.held), test: await measure(data.test) }
  } finally {
    await scorer.dispose()
  }
}

/** How often p, by what was held out, is at most 1 %: of what is normal, which should be 1 %, and of anomalies. */
function sharesBelow({ test, labels }: LabelledSeries, places: Places): Record<string, number> {
  const { pValue } = calibrateScores(places.held)
  const channelOf = new Map(test.channels.map(({ name }, channel) => [name, channel]))
  const counts = { normal: [0, 0], anomaly: [0, 0] }
  for (const place of places.test) {
    const isAnomaly = labels[channelOf.get(place.group)!]![Number(place.cells[0])] === 1
    const count = counts[isAnomaly ? 'anomaly' : 'normal']
    count[0]! += Number(pValue(place) <= 0.01)
    count[1]!++
  }
  return {
    'normal p ≤ 1 %': counts.normal[0]! / counts.normal[1]!,
    'anomalies p ≤ 1 %': counts.anomaly[0]! / counts.anomaly[1]!,
  }
}
