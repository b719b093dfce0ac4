import type { Engine } from '@romae/engine'
import type { TimeSeries } from '@romae/timeseries'
import type { FillingMethod } from '@romae/timeseries/baselines'
import type { Note } from '@romae/trainer'
import type { Scales } from '../uncertainty/scales.ts'
import { type Choice, choose, chosenOf, errorsOfChoice } from './best.ts'
import { type ChannelErrors, compare, type Measured, type MethodErrors, measure, type Trial } from './comparison.ts'
import type { HeldOutTrials } from './held-out-pattern.ts'
import { type ImputingModels, imputeAll } from './impute.ts'
import { evaluateIntervals, type Intervals } from './intervals.ts'
import { fillBy, fitMethods, MODEL, withMean } from './methods.ts'
import { modelWidths, type Widths, widthsOf, withMeanWidths } from './widths.ts'

/** How the model and the baselines filled what was held out. */
export interface Evaluation {
  /** Names, the model first. */
  readonly methods: readonly string[]
  /** By channel. */
  readonly errors: readonly ChannelErrors[]
  readonly best: BestEvaluation
  /** Of what fills the file; null where there are too few held-out values. */
  readonly intervals: Intervals | null
  /** Of the model alone, as it fills other files. */
  readonly modelIntervals: Intervals | null
  /** Every value that was held out, as the model filled it where it lay by itself. */
  readonly heldOut: readonly TimeSeries[]
}

/** Methods chosen on one half of the held-out values, and their errors on the other. */
interface BestEvaluation {
  readonly choice: Choice
  /** By channel, on the other half: of each method, and of the choice after them. */
  readonly errors: readonly MethodErrors[]
}

export interface EvaluationOptions {
  readonly methods: readonly FillingMethod[]
  readonly isAsked: boolean
  /** Whether the file is filled by the best methods. */
  readonly isBest: boolean
  readonly coverage: number
  readonly scales: Scales
  readonly seed: number
  readonly engine: Engine
  readonly note: (text: string) => void
  readonly onNote: (note: Note) => void
}

/**
 * Fills what was held out by all methods. Baselines learn from what training saw. `note` is told of methods that are left out and of
 * intervals, `onNote` what the models have to say.
 */
export async function evaluate(
  imputer: ImputingModels,
  heldOut: HeldOutTrials,
  { methods, isAsked, isBest, coverage, scales, seed, engine, note, onNote }: EvaluationOptions,
): Promise<Evaluation> {
  const fitted = await fitMethods(methods, heldOut[0].kept, isAsked, note)
  const filled: Map<string, readonly TimeSeries[]>[] = []
  const widths: Map<string, readonly Widths[]>[] = []
  const failed = new Set<string>()
  for (const { kept } of heldOut) {
    const byModel = await imputeAll(imputer, kept, engine, onNote)
    const ofTrial = new Map<string, readonly TimeSeries[]>([[MODEL, byModel.filled]])
    for (const method of fitted) {
      if (failed.has(method.name)) continue
      const result = await fillBy(method, kept, note)
      if (result === null) failed.add(method.name)
      else ofTrial.set(method.name, result)
    }
    filled.push(ofTrial)
    const known = widthsOf(
      fitted.filter(({ name }) => ofTrial.has(name)),
      kept,
    )
    widths.push(new Map([...known, ...modelWidths(byModel.widths)]))
  }
  // One that failed in one of the trials is in none.
  for (const ofTrial of filled) for (const name of failed) ofTrial.delete(name)
  const trials = heldOut.map((one, index): Trial => {
    return { ...one, filled: withMean(filled[index]!), widths: withMeanWidths(widths[index]!) }
  })
  const names = [...trials[0]!.filled.keys()]
  const measured = measure(trials, names, seed, scales.links)
  const channels = heldOut[0].kept[0]!.channels.length
  const best = evaluateBest(measured, channels, names.length)
  const methodOf = ({ channel, length, predicted }: Measured) =>
    chosenOf(best.choice, channel, length, (method) => predicted[method]!).method
  const rule = { coverage, ...scales }
  const silent = isBest ? () => {} : note
  const modelIntervals = evaluateIntervals(measured, channels, { ...rule, methodOf: () => 0 }, silent)
  return {
    methods: names,
    errors: compare(measured, channels, names.length),
    best,
    intervals: isBest ? evaluateIntervals(measured, channels, { ...rule, methodOf }, note) : modelIntervals,
    modelIntervals,
    heldOut: heldOut[0].hidden.map((hidden, place) =>
      filledAt(hidden, trials[0]!.filled.get(MODEL)![place]!, scales.links),
    ),
  }
}

/** The held-out values of a series as they were filled, in the channel's bounds. */
function filledAt(hidden: TimeSeries, { channels }: TimeSeries, links: Scales['links']): TimeSeries {
  const rowOf = new Map(Array.from(channels[0]!.times, (time, row) => [time, row]))
  const filled = hidden.channels.map(({ times }, channel) => {
    const { values } = channels[channel]!
    return { times, values: Float64Array.from(times, (time) => links[channel]!.toBounded(values[rowOf.get(time)!]!)) }
  })
  return { ...hidden, channels: filled }
}

function evaluateBest(measured: readonly Measured[], channels: number, methods: number): BestEvaluation {
  const choice = choose(
    measured.filter(({ part }) => part === 'choosing'),
    channels,
    methods,
  )
  const others = measured.filter(({ part }) => part !== 'choosing')
  const errors = Array.from({ length: channels }, (_, channel) =>
    errorsOfChoice(
      others.filter((value) => value.channel === channel),
      choice,
      methods,
    ),
  )
  return { choice, errors }
}
