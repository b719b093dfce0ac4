import {
  type Beginning,
  type Experiment,
  experimentSchema,
  flag,
  integer,
  type OptionSchema,
  type PresetName,
} from 'romae'
import type { ForecastDataSet } from './data-sets.ts'

/** A backtest and what is trained for it, as plain data. */
export interface ForecastBenchmark extends Pick<Experiment, 'model'> {
  readonly data: {
    /** Rows that are forecast. */
    readonly horizon: number
    /** Rows from one origin to the next. */
    readonly every: number
    /** Whether to test on the part before the last, on which settings are chosen. */
    readonly choosing: boolean
    /** Simulated series for each of the data's own, where the model begins with nothing. */
    readonly simulated: number
    /** What the model begins with; null: what `romae forecast` chooses. */
    readonly estimate: Beginning | null
    /** Models, of the seed and the next ones, whose mean forecasts. */
    readonly models: number
  }
  readonly pretraining: Omit<Experiment['pretraining'], 'maskRatio'>
}

const { model, pretraining } = experimentSchema({ data: {}, tokenizer: {} })

/** What `--set` may change. */
export const forecastBenchmarkSchema: OptionSchema = {
  data: {
    horizon: integer(1, 10_000),
    every: integer(1, 10_000),
    choosing: flag,
    simulated: integer(0, 64),
    estimate: { kind: 'choice', of: ['none', 'smoother'], or: [null] },
    models: integer(1, 64),
  } satisfies Record<keyof ForecastBenchmark['data'], OptionSchema[string]>,
  model: model!,
  pretraining: pretraining!,
}

const tasks: Readonly<Record<ForecastDataSet, Pick<ForecastBenchmark['data'], 'horizon' | 'every' | 'simulated'>>> = {
  weather: { horizon: 8, every: 1, simulated: 8 },
  'nyc-weather': { horizon: 12, every: 21, simulated: 0 },
  etth1: { horizon: 12, every: 21, simulated: 0 },
}

/** What is chosen on the part before the last, of few settings. */
type Chosen = Pick<ForecastBenchmark['pretraining'], 'steps' | 'learningRate'> & {
  readonly likelihood?: NonNullable<ForecastBenchmark['model']['likelihood']>
}

/** What `romae forecast` trains. */
const usual: Chosen = { steps: 1200, learningRate: 4e-3 }

const chosen: Readonly<Record<ForecastDataSet, Chosen>> = {
  weather: usual,
  etth1: usual,
  // Twenty-four channels that drift, and rain: of what the autoregression leaves there is little to learn, and squared errors learn the rain.
  'nyc-weather': { steps: 120, learningRate: 1e-3, likelihood: { kind: 'huber' } },
}

/** What `romae forecast` trains, but for what is chosen by data set. */
export function forecastBenchmarkSettings(
  name: ForecastDataSet,
  preset: Exclude<PresetName, 'paper'>,
): ForecastBenchmark {
  const { likelihood, ...length } = chosen[name]
  const cpu: ForecastBenchmark = {
    data: { ...tasks[name], estimate: null, choosing: false, models: 1 },
    model: {
      size: '64x2x2',
      decoder: '64x2x1',
      channels: 'embedding',
      rotations: 'fitted',
      ...(likelihood && { likelihood }),
    },
    pretraining: { epochs: 1, batchSize: 32, ...length },
  }
  if (preset === 'cpu') return cpu
  return {
    ...cpu,
    data: { ...cpu.data, every: 20, simulated: 0 },
    model: { ...cpu.model, size: '16x2x1', decoder: '16x2x1' },
    pretraining: { ...cpu.pretraining, steps: 4, batchSize: 8 },
  }
}
