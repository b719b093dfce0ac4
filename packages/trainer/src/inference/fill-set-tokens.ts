import { likelihoodOf, type PretrainingConfig, tokenPoints } from '@romae/core'
import type { SetTokens, TokenBatch, Tokens } from '@romae/tokenizer'
import { errors } from '../errors.ts'
import { dividedInputs } from '../model/part-inputs.ts'
import { checkSetTokensFit, type RomaeModel, requireModalities, requireTask } from '../model/romae-model.ts'
import { inputOf } from '../training/input-names.ts'
import { maskedSetInputs } from '../training/masked-set-inputs.ts'
import { pretrainingSetProgram } from '../training/set-programs.ts'
import { checkHidden, readable } from './hidden-tokens.ts'
import { type InUse, lasting, ModelInUse, once } from './model-in-use.ts'
import type { InferenceOptions } from './options.ts'
import { requireFiniteOutput } from './run-on-samples.ts'

/** Tokens of a sample of several modalities, of which some are to be filled in. */
export interface SetTokensToFill {
  readonly tokens: SetTokens
  /** Of each modality that the sample has, `[length]`: 1 = masked, the value is not read and is filled in; null of one that it lacks. */
  readonly hidden: readonly (Uint8Array | null)[]
}

/** A masked autoencoder of several modalities, loaded and compiled, for any number of calls, which may overlap. */
export interface SetImputer {
  /**
   * As the function `fillSetTokens`.
   *
   * @throws RomaeError `TRAINER_*` for samples that do not fit, `TRAINER_DISPOSED`, `ENGINE_*`; it works on afterwards
   */
  fillSetTokens(samples: readonly SetTokensToFill[]): Promise<SetTokens[]>
  /** Waits for calls that are running, then releases it, and its engine unless that was given. */
  dispose(): Promise<void>
}

/**
 * Loads a pre-trained model of several modalities once, to fill tokens in many calls. It is compiled when the promise resolves, once for
 * all lengths of each modality.
 *
 * @throws RomaeError `TRAINER_TASK` for a model of another kind, `TRAINER_OF_ONE`; `TRAINER_*`, `PARAMETER_*`, `ENGINE_*`
 */
export async function createSetImputer(model: RomaeModel, options: InferenceOptions = {}): Promise<SetImputer> {
  return lasting(useSetImputer('createSetImputer', model, options))
}

/**
 * Fills hidden tokens of any modality from what is known of all of them, as `fillTokens` does for one. A modality is predicted from
 * the others by hiding all of its tokens: of what has been measured, or at positions where nothing was.
 *
 * Loads and compiles the model for this call; `createSetImputer` does so for many.
 *
 * @returns for each sample its tokens, known values as they were, hidden values as reconstructed
 * @throws RomaeError `TRAINER_TASK` for a model of another kind, `TRAINER_OF_ONE`; `TRAINER_*`, `TOKENIZER_*`, `PARAMETER_*`, `ENGINE_*`
 */
export async function fillSetTokens(
  model: RomaeModel,
  samples: readonly SetTokensToFill[],
  options: InferenceOptions = {},
): Promise<SetTokens[]> {
  return once(useSetImputer('fillSetTokens', model, options), (imputer) => imputer.fillSetTokens(samples))
}

function useSetImputer(where: string, model: RomaeModel, options: InferenceOptions): InUse<SetImputer> {
  const { config } = requireTask(model, 'pretraining')
  requireModalities(where, config, 'fillTokens')
  if (config.normalizeTargets) throw errors.TRAINER_NORMALIZED_TARGETS({ where })
  const tokenizer = options.tokenizer ?? null
  const inputs = dividedInputs(config)
  const part = { what: 'imputer', where, options, program: pretrainingSetProgram(config), inputs, tokenizer }
  const inUse = new ModelInUse(model, part)
  return {
    inUse,
    made: {
      fillSetTokens: (samples) => inUse.call(() => fill(inUse, config, samples)),
      dispose: () => inUse.dispose(),
    },
  }
}

async function fill(
  inUse: ModelInUse,
  config: PretrainingConfig,
  samples: readonly SetTokensToFill[],
): Promise<SetTokens[]> {
  const modalities = config.modalities!
  checkSetTokensFit(
    config,
    samples.map(({ tokens }) => tokens),
  )
  for (const [index, sample] of samples.entries()) checkSample(sample, index, config)
  const filled = samples.map(({ tokens }): SetTokens => ({ ...tokens, parts: tokens.parts.map(copyOf) }))
  const waiting = [...samples.keys()].filter((index) => samples[index]!.hidden.some((part) => part?.includes(1)))
  if (waiting.length === 0) return filled

  const likelihood = likelihoodOf(config)
  const { parameterCount } = likelihood
  const ofParts = waiting.map((index) => samples[index]!.tokens.parts.map((part) => part?.length ?? 0))
  const lengths = ofParts.map((parts) => parts.reduce((sum, length) => sum + length, 0))
  const { program, batches, fit } = await inUse.prepare(lengths, ofParts)
  for (const { samples: batch, parts } of batches) {
    const rows = Array.from(batch, (place) => samples[waiting[place]!]!)
    const counts = modalities.map((_, modality) => {
      // Where all tokens are hidden, or none, one of padding stands for them.
      const most = (value: 0 | 1) =>
        fit(Math.max(1, ...rows.map(({ hidden }) => hidden[modality]?.filter((one) => one === value).length ?? 0)))
      return { visible: most(0), masked: most(1) }
    })
    const maskOf = (whole: TokenBatch, modality: number) => hiddenOf(rows, whole, modality)
    const known = rows.map(({ tokens, hidden }): SetTokens => {
      const read = tokens.parts.map(
        (part, index) => part && readable(part, hidden[index]!, modalities[index]!.tokenSize),
      )
      return { ...tokens, parts: read }
    })
    const inputs = maskedSetInputs(known, config, { lengths: parts!, counts, maskOf, complete: true })
    const outputs = await program.run(inputs)
    for (const [modality, { name, tokenSize, outputs: kinds }] of modalities.entries()) {
      const { data } = outputs[inputOf('predictions', name)]!
      const size = parameterCount * tokenSize
      rows.forEach(({ hidden }, row) => {
        const index = waiting[batch[row]!]!
        const masked = [...(hidden[modality]?.keys() ?? [])].filter((token) => hidden[modality]![token] === 1)
        masked.forEach((token, slot) => {
          const start = (row * counts[modality]!.masked + slot) * size
          const ofToken = data.subarray(start, start + size)
          requireFiniteOutput(ofToken, 'reconstructions', index)
          const points = tokenPoints(likelihood, kinds ?? [{ kind: 'numbers', size: tokenSize }], (value) =>
            Float32Array.from({ length: parameterCount }, (_, one) => ofToken[one * tokenSize + value]!),
          )
          filled[index]!.parts[modality]!.values.set(points, token * tokenSize)
        })
      })
    }
  }
  return filled
}

function copyOf(part: Tokens | null): Tokens | null {
  return part && { ...part, values: part.values.slice() }
}

/** `[batch, length]`: what is hidden of one modality in each row. */
function hiddenOf(rows: readonly SetTokensToFill[], { batch, length }: TokenBatch, modality: number): Uint8Array {
  const mask = new Uint8Array(batch * length)
  for (const [row, { hidden }] of rows.entries()) mask.set(hidden[modality] ?? [], row * length)
  return mask
}

function checkSample({ tokens, hidden }: SetTokensToFill, index: number, { modalities }: PretrainingConfig): void {
  if (!Array.isArray(hidden) || hidden.length !== tokens.parts.length) {
    const what = `hidden of sample ${index}`
    throw errors.TRAINER_COUNT_MISMATCH({ what, expected: tokens.parts.length, got: hidden?.length ?? 0 })
  }
  for (const [modality, part] of tokens.parts.entries()) {
    const ofPart = hidden[modality] ?? new Uint8Array(0)
    const { name, tokenSize } = modalities![modality]!
    checkHidden(part ?? { values: new Float32Array(0), positions: new Float32Array(0), length: 0 }, ofPart, {
      what: `hidden of sample ${index}, ${name}`,
      sample: index,
      tokenSize,
    })
  }
}
