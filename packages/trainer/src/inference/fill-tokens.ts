import { likelihoodOf, type PretrainingConfig } from '@romae/core'
import type { TokenBatch, Tokens, TokensToFill } from '@romae/tokenizer'
import { readOption } from '../check-options.ts'
import { errors } from '../errors.ts'
import { dividedInputs } from '../model/part-inputs.ts'
import { tokenizerIn } from '../model/restore-tokenizer.ts'
import { checkTokensFit, type RomaeModel, requireOneModality, requireTask } from '../model/romae-model.ts'
import { type Estimate, estimateOf } from '../training/estimates.ts'
import { maskedInputs } from '../training/masked-inputs.ts'
import { pretrainingProgram } from '../training/programs.ts'
import { checkHidden, readable } from './hidden-tokens.ts'
import { type InUse, lasting, ModelInUse, once } from './model-in-use.ts'
import type { InferenceOptions } from './options.ts'
import { requireSingle } from './require-tokenizer.ts'
import { requireFiniteOutput } from './run-on-samples.ts'

const levelsOption = { kind: 'list', item: { kind: 'number', above: 0, below: 1 }, distinct: true } as const

/** A masked autoencoder, loaded and compiled, for any number of calls, which may overlap. */
export interface Imputer {
  /**
   * As the function `fillTokens`.
   *
   * @throws RomaeError `TRAINER_*` for samples that do not fit, `TRAINER_DISPOSED`, `ENGINE_*`; it works on afterwards
   */
  fillTokens(samples: readonly TokensToFill[]): Promise<Tokens[]>
  /**
   * The same with quantiles in place of points, by a model whose likelihood says how sure it is.
   *
   * @param levels above 0 and below 1, in any order
   * @returns `[level][sample]`: hidden values are the quantiles of that level
   * @throws RomaeError `TRAINER_NO_DISTRIBUTION` for a model of single numbers, `LIKELIHOOD_LEVEL`, and as `fillTokens`
   */
  fillQuantiles(samples: readonly TokensToFill[], levels: readonly number[]): Promise<Tokens[][]>
  /** Waits for calls that are running, then releases it, and its engine unless that was given. */
  dispose(): Promise<void>
}

/**
 * Loads a pre-trained model once, to fill tokens in many calls. It is compiled when the promise resolves.
 *
 * @param model a pre-trained one, such as `loadModel` reads
 * @throws RomaeError `TRAINER_TASK` for a model of another kind; `TRAINER_*`, `PARAMETER_*`, `ENGINE_*`
 */
export async function createImputer(model: RomaeModel, options: InferenceOptions = {}): Promise<Imputer> {
  return lasting(useImputer('createImputer', model, options))
}

/**
 * Fills hidden tokens by the masked autoencoder's reconstruction, in evaluation mode: the known tokens go through the
 * encoder, the hidden positions through the decoder. Positions need not be on any grid. Where the tokenizer has an `estimate`, the
 * reconstruction is added to that.
 *
 * Loads and compiles the model for this call; `createImputer` does so for many.
 *
 * @param model a pre-trained one, such as `loadModel` reads
 * @returns for each sample its tokens, known values as they were, hidden values as reconstructed
 * @throws RomaeError `TRAINER_TASK` for a model of another kind; `TRAINER_*`, `TOKENIZER_*`, `PARAMETER_*`, `ENGINE_*`
 */
export async function fillTokens(
  model: RomaeModel,
  samples: readonly TokensToFill[],
  options: InferenceOptions = {},
): Promise<Tokens[]> {
  return once(useImputer('fillTokens', model, options), (imputer) => imputer.fillTokens(samples))
}

function useImputer(where: string, model: RomaeModel, given: InferenceOptions): InUse<Imputer> {
  const { config } = requireTask(model, 'pretraining')
  requireOneModality(where, config, 'fillSetTokens')
  if (config.normalizeTargets) throw errors.TRAINER_NORMALIZED_TARGETS({ where })
  const tokenizer = requireSingle(given.tokenizer ?? tokenizerIn(model))
  if (tokenizer === null && given.otherTokenizer !== undefined) {
    throw errors.TRAINER_OPTION({
      of: where,
      key: 'otherTokenizer',
      rule: 'needs tokenizer: there is nothing to compare',
    })
  }
  const estimate = estimateOf(where, config, tokenizer)
  const inputs = dividedInputs(config)
  const part = { what: 'imputer', where, options: given, program: pretrainingProgram(config), inputs, tokenizer }
  const inUse = new ModelInUse(model, part)
  return {
    inUse,
    made: {
      fillTokens: (samples) =>
        inUse.call(async () => (await fill(inUse, config, samples, [likelihoodOf(config).point], estimate))[0]!),
      fillQuantiles: (samples, levels) =>
        inUse.call(async () => fill(inUse, config, samples, quantileReaders(where, config, levels), estimate)),
      dispose: () => inUse.dispose(),
    },
  }
}

/** What is read of a value, given the parameters of its distribution. */
type Reader = (parameters: ArrayLike<number>) => number

function quantileReaders(where: string, config: PretrainingConfig, levels: readonly number[]): Reader[] {
  const { kind, quantile } = likelihoodOf(config)
  if (quantile === null) throw errors.TRAINER_NO_DISTRIBUTION({ where, likelihood: kind })
  return readOption(`${where}.fillQuantiles`, 'levels', levelsOption, levels).map(quantile)
}

/** @returns `[reader][sample]` */
async function fill(
  inUse: ModelInUse,
  config: PretrainingConfig,
  samples: readonly TokensToFill[],
  readers: readonly Reader[],
  estimate: Estimate | null,
): Promise<Tokens[][]> {
  checkTokensFit(
    config,
    samples.map(({ tokens }) => tokens),
  )
  for (const [index, sample] of samples.entries()) checkSample(sample, index, config)
  const { tokenSize } = config
  const waiting = samples.flatMap(({ tokens, hidden }, index): WaitingSample[] => {
    const masked = [...hidden.keys()].filter((token) => hidden[token] === 1)
    return masked.length === 0 ? [] : [{ index, tokens: readable(tokens, hidden, tokenSize), hidden, masked }]
  })
  const filled = readers.map(() => samples.map(({ tokens }) => ({ ...tokens, values: tokens.values.slice() })))
  if (waiting.length === 0) return filled

  const { parameterCount } = likelihoodOf(config)
  const outputs = parameterCount * tokenSize
  const parameters = new Float32Array(parameterCount)
  const { program, batches, fit } = await inUse.prepare(waiting.map(({ hidden }) => hidden.length))
  for (const { samples: batch } of batches) {
    const rows = Array.from(batch, (index) => waiting[index]!)
    const counts = {
      // Where all tokens are hidden, one of padding stands for those that are known.
      visible: fit(Math.max(1, ...rows.map(({ hidden, masked }) => hidden.length - masked.length))),
      masked: fit(Math.max(...rows.map(({ masked }) => masked.length))),
    }
    const tokens = rows.map((row) => row.tokens)
    const inputs = maskedInputs(tokens, (whole) => hiddenOf(rows, whole), config, { counts, complete: true })
    const { predictions } = await program.run(inputs)
    rows.forEach(({ index, masked, tokens, hidden }, row) => {
      const estimated = estimate?.({ tokens, hidden }, index)
      masked.forEach((token, slot) => {
        const start = (row * counts.masked + slot) * outputs
        const ofToken = predictions!.data.subarray(start, start + outputs)
        requireFiniteOutput(ofToken, 'reconstructions', index)
        for (let value = 0; value < tokenSize; value++) {
          const known = estimated === undefined ? 0 : estimated[token * tokenSize + value]!
          for (let one = 0; one < parameterCount; one++) parameters[one] = ofToken[one * tokenSize + value]!
          readers.forEach((reader, which) => {
            filled[which]![index]!.values[token * tokenSize + value] = known + reader(parameters)
          })
        }
      })
    })
  }
  return filled
}

/** A sample of which something is hidden. */
interface WaitingSample extends TokensToFill {
  readonly index: number
  /** Indices of the hidden tokens. */
  readonly masked: readonly number[]
}

/** `[batch, length]`: what is hidden of each row. */
function hiddenOf(rows: readonly WaitingSample[], { batch, length }: TokenBatch): Uint8Array {
  const mask = new Uint8Array(batch * length)
  for (const [row, { hidden }] of rows.entries()) mask.set(hidden, row * length)
  return mask
}

function checkSample({ tokens, hidden }: TokensToFill, index: number, { cls, tokenSize }: PretrainingConfig): void {
  const what = `hidden of sample ${index}`
  if (!cls && hidden.length === tokens.length && !hidden.includes(0)) {
    const expected = 'known for at least one token, as this model has no [CLS]'
    throw errors.TRAINER_OPTION({ key: what, found: 'all hidden', expected })
  }
  checkHidden(tokens, hidden, { what, sample: index, tokenSize })
}
