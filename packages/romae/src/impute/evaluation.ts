import type { Engine } from '@romae/engine'
import type { TimeSeries } from '@romae/timeseries'
import type { FillingMethod } from '@romae/timeseries/baselines'
import { type Choice, choose, errorsOfChoice } from './best.ts'
import { type ChannelErrors, compare, type Measured, type MethodErrors, measure, type Trial } from './comparison.ts'
import type { HeldOutTrials } from './held-out-pattern.ts'
import { type Imputer, imputeAll } from './impute.ts'
import { fillBy, fitMethods, MODEL, withMean } from './methods.ts'

/** How the model and the baselines filled what was held out. */
export interface Evaluation {
  /** Names, the model first. */
  readonly methods: readonly string[]
  /** By channel. */
  readonly errors: readonly ChannelErrors[]
  readonly best: BestEvaluation
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
  readonly seed: number
  readonly engine: Engine
  readonly note: (text: string) => void
}

/** Fills what was held out by all methods. Baselines learn from what training saw. */
export async function evaluate(
  imputer: Imputer,
  heldOut: HeldOutTrials,
  { methods, isAsked, seed, engine, note }: EvaluationOptions,
): Promise<Evaluation> {
  const fitted = await fitMethods(methods, heldOut[0].kept, isAsked, note)
  const filled: Map<string, readonly TimeSeries[]>[] = []
  const failed = new Set<string>()
  for (const { kept } of heldOut) {
    const ofTrial = new Map<string, readonly TimeSeries[]>([[MODEL, await imputeAll(imputer, kept, engine)]])
    for (const method of fitted) {
      if (failed.has(method.name)) continue
      const result = await fillBy(method, kept, note)
      if (result === null) failed.add(method.name)
      else ofTrial.set(method.name, result)
    }
    filled.push(ofTrial)
  }
  // One that failed in one of the trials is in none.
  for (const ofTrial of filled) for (const name of failed) ofTrial.delete(name)
  const trials = heldOut.map((one, index): Trial => ({ ...one, filled: withMean(filled[index]!) }))
  const names = [...trials[0]!.filled.keys()]
  const measured = measure(trials, names, seed)
  const channels = heldOut[0].kept[0]!.channels.length
  return {
    methods: names,
    errors: compare(measured, channels, names.length),
    best: evaluateBest(measured, channels, names.length),
  }
}

function evaluateBest(measured: readonly Measured[], channels: number, methods: number): BestEvaluation {
  const choice = choose(
    measured.filter(({ half }) => half === 0),
    channels,
    methods,
  )
  const others = measured.filter(({ half }) => half === 1)
  const errors = Array.from({ length: channels }, (_, channel) =>
    errorsOfChoice(
      others.filter((value) => value.channel === channel),
      choice,
      methods,
    ),
  )
  return { choice, errors }
}
