import { count, type OptionsOf, type Schema } from '@romae/internal/options'
import type { Tokens } from '@romae/tokenizer'
import { readOptions } from '../check-options.ts'
import { createImputer, type Imputer } from '../inference/fill-tokens.ts'
import { hasQuartiles, QUARTILES } from '../inference/has-quartiles.ts'
import type { InferenceOptions } from '../inference/options.ts'
import { type RomaeModel, requireTask } from '../model/romae-model.ts'
import { complementaryMasks } from './complementary-masks.ts'

/** As the floor of a scale in a likelihood: a model may be surer than that by mistake, in units of the tokens. */
const LEAST_WIDTH = 1e-3

const schema = {
  maskRatio: {
    kind: 'number',
    above: 0,
    below: 1,
    default: 0.25,
    help: 'about the fraction of a sample that is hidden at a time; best as in pre-training',
  },
  block: {
    ...count,
    default: 1,
    help: 'tokens one after the other that are hidden together: as many as an anomaly is long, that it does not tell of itself',
  },
  rounds: {
    ...count,
    default: 2,
    help: 'how often every token is hidden, each time beside others; errors are averaged',
  },
  seed: { kind: 'integer', least: 0, default: 0, help: 'of what is hidden together' },
} as const satisfies Schema

/** What is hidden at a time. */
export interface ScoringOptions extends OptionsOf<typeof schema> {
  /** Where to run, as for `createImputer`. */
  readonly inference?: InferenceOptions
}

/** A masked autoencoder, loaded and compiled, that says how far it is off. */
export interface Scorer {
  /** As the function `scoreTokens`. @throws RomaeError `TRAINER_*`, `ENGINE_*` */
  scoreTokens(samples: readonly Tokens[]): Promise<Float32Array[]>
  /** Waits for calls that are running, then releases it, and its engine unless that was given. */
  dispose(): Promise<void>
}

/**
 * Loads a pre-trained model once, to score tokens in many calls.
 *
 * @throws RomaeError `TRAINER_TASK` for a model of another kind; `TRAINER_*`, `PARAMETER_*`, `ENGINE_*`
 */
export async function createScorer(model: RomaeModel, options: ScoringOptions = {}): Promise<Scorer> {
  const { inference = {}, ...given } = options
  const plan = readOptions('createScorer', schema, given)
  const { config } = requireTask(model, 'pretraining')
  const { normalizeTargets, tokenSize } = config
  // The head's output is the same for both kinds of targets; only its meaning differs.
  const plain = normalizeTargets ? { ...model, config: { ...config, normalizeTargets: false } } : model
  const imputer = await createImputer(plain as RomaeModel, inference)
  const levels = hasQuartiles({ config }) ? QUARTILES : null
  let scored = 0
  return {
    async scoreTokens(samples) {
      const first = scored
      scored += samples.length
      const actual = normalizeTargets ? samples.map((tokens) => normalized(tokens, tokenSize)) : samples
      const tasks = samples.flatMap((tokens, sample) =>
        Array.from({ length: plan.rounds }, (_, round) =>
          complementaryMasks(tokens.length, { ...plan, sample: first + sample, round }),
        )
          .flat()
          .map((hidden) => ({ sample, tokens, hidden })),
      )
      const filled = await fill(imputer, tasks, levels)
      const sums = samples.map(({ values }) => new Float64Array(values.length))
      const times = samples.map(({ length }) => new Int32Array(length))
      for (const [task, { sample, hidden }] of tasks.entries()) {
        for (const [token, isHidden] of hidden.entries()) {
          if (isHidden === 0) continue
          times[sample]![token]!++
          for (let value = token * tokenSize; value < (token + 1) * tokenSize; value++) {
            const said = filled.map((one) => one[task]!.values[value]!)
            sums[sample]![value]! += distance(actual[sample]!.values[value]!, said)
          }
        }
      }
      return sums.map((sum, sample) =>
        Float32Array.from(sum, (total, value) => total / times[sample]![Math.floor(value / tokenSize)]!),
      )
    },
    dispose: () => imputer.dispose(),
  }
}

/**
 * How far a masked autoencoder is off at each value of samples, hidden in turn: in a few passes with complementary masks, in evaluation
 * mode. What it is surprised by may be an anomaly; `calibrateScores` says how rarely it is so far off.
 *
 * Errors are absolute: of a model whose likelihood says how sure it is in its own widths, the distance of the quartile to that side from the
 * median; else in the tokens' units, or those of normalized targets.
 *
 * @returns `[length, tokenSize]` for each sample; NaN in a sample of one token, of which nothing else is visible
 * @throws RomaeError as `createScorer`
 */
export async function scoreTokens(
  model: RomaeModel,
  samples: readonly Tokens[],
  options: ScoringOptions = {},
): Promise<Float32Array[]> {
  const scorer = await createScorer(model, options)
  try {
    return await scorer.scoreTokens(samples)
  } finally {
    await scorer.dispose()
  }
}

/** `[point, or quartiles][task]` */
async function fill(
  imputer: Imputer,
  tasks: readonly { readonly tokens: Tokens; readonly hidden: Uint8Array }[],
  levels: typeof QUARTILES | null,
): Promise<readonly (readonly Tokens[])[]> {
  return levels === null ? [await imputer.fillTokens(tasks)] : imputer.fillQuantiles(tasks, levels)
}

/** @param said a point, or three quartiles */
function distance(actual: number, said: readonly number[]): number {
  if (said.length === 1) return Math.abs(actual - said[0]!)
  const [low, middle, high] = said as [number, number, number]
  const width = actual < middle ? middle - low : high - middle
  return Math.abs(actual - middle) / Math.max(LEAST_WIDTH, width)
}

/** Tokens as the targets of pre-training that normalizes them: `(x − mean) / √(variance + 1e-6)`, the variance unbiased. */
function normalized(tokens: Tokens, size: number): Tokens {
  const values = tokens.values.slice()
  for (let token = 0; token < tokens.length; token++) {
    const own = values.subarray(token * size, (token + 1) * size)
    const mean = own.reduce((sum, value) => sum + value, 0) / size
    const variance = own.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (size - 1)
    for (const [index, value] of own.entries()) own[index] = (value - mean) / Math.sqrt(variance + 1e-6)
  }
  return { ...tokens, values }
}
