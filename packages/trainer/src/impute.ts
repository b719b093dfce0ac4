import { packParameters, splitByMask } from '@romae/core'
import { createEngine } from '@romae/engine'
import type { TokenBatch, Tokens } from '@romae/tokenizer'
import { errors } from './errors.ts'
import { checkTokensFit, type PretrainedModel, requireTask } from './model/romae-model.ts'
import type { InferenceOptions } from './predict.ts'
import { pretrainingHostInputs } from './training/host-inputs.ts'
import { pretrainingProgram } from './training/programs.ts'

/** Tokens of which some are to be filled in. */
export interface TokensToFill {
  readonly tokens: Tokens
  /** `[length]`: 1 = hidden: the value is not read, and is filled in; 0 = known. */
  readonly hidden: Uint8Array
}

/**
 * Fills hidden tokens by the masked autoencoder's reconstruction: the known tokens go through the encoder, the hidden
 * positions through the decoder. Positions need not be on any grid.
 *
 * @returns for each sample its tokens, known values as they were, hidden values as reconstructed
 * @throws RomaeError `TRAINER_TASK`, `TRAINER_MODEL_MISMATCH`, `TRAINER_OPTION` for a sample with nothing known
 */
export async function fillTokens(
  model: PretrainedModel,
  samples: readonly TokensToFill[],
  options: InferenceOptions = {},
): Promise<Tokens[]> {
  const { config, parameters } = requireTask(model, 'pretraining')
  checkTokensFit(
    config,
    samples.map(({ tokens }) => tokens),
  )
  samples.forEach((sample, index) => {
    checkHidden(sample, index, config.cls)
  })
  const engine = options.engine ?? (await createEngine())
  const program = engine.compile(pretrainingProgram(config))
  try {
    const packed = packParameters(config, parameters)
    const filled = samples.map(({ tokens }) => ({ ...tokens, values: tokens.values.slice() }))
    const batchSize = options.batchSize ?? 64
    const waiting = samples.map((_, index) => index).filter((index) => samples[index]!.hidden.includes(1))
    for (let start = 0; start < waiting.length; start += batchSize) {
      const batch = waiting.slice(start, start + batchSize)
      const { tokens, mask } = alignBatch(
        batch.map((index) => samples[index]!),
        config.tokenSize,
        config.axes,
      )
      const split = splitByMask(tokens, mask, config)
      const { targets, ...inputs } = pretrainingHostInputs(split, config.tokenSize)
      const { predictions } = await program.run(packed, inputs)
      batch.forEach((sample, row) => {
        const base = row * split.maskedCount * config.tokenSize
        placeHidden(filled[sample]!, samples[sample]!.hidden, predictions!.data.subarray(base), config.tokenSize)
      })
    }
    return filled
  } finally {
    await program.dispose()
    if (options.engine === undefined) await engine.dispose()
  }
}

/**
 * A batch in which every row hides the same number of tokens: known tokens first, then hidden ones, each run padded to
 * the longest of the batch. The order of tokens does not matter to the model.
 */
function alignBatch(
  samples: readonly TokensToFill[],
  tokenSize: number,
  axes: number,
): { tokens: TokenBatch; mask: Uint8Array } {
  const parts = samples.map(({ tokens, hidden }) => ({
    known: pickTokens(tokens, hidden, 0, tokenSize, axes),
    hidden: pickTokens(tokens, hidden, 1, tokenSize, axes),
  }))
  const known = Math.max(...parts.map((part) => part.known.length))
  const masked = Math.max(...parts.map((part) => part.hidden.length))
  const length = known + masked
  const batch = samples.length
  const values = new Float32Array(batch * length * tokenSize)
  const positions = new Float32Array(batch * axes * length)
  const padding = new Uint8Array(batch * length).fill(1)
  const mask = new Uint8Array(batch * length)
  parts.forEach((part, row) => {
    for (const [tokens, offset] of [
      [part.known, 0],
      [part.hidden, known],
    ] as const) {
      values.set(tokens.values, (row * length + offset) * tokenSize)
      padding.fill(0, row * length + offset, row * length + offset + tokens.length)
      for (let token = 0; token < tokens.length; token++) {
        for (let axis = 0; axis < axes; axis++) {
          positions[(row * axes + axis) * length + offset + token] = tokens.positions[token * axes + axis]!
        }
      }
    }
    mask.fill(1, row * length + known, (row + 1) * length)
  })
  return { tokens: { values, positions, padding, batch, length, tokenSize, axes }, mask }
}

function pickTokens(
  { values, positions, length }: Tokens,
  hidden: Uint8Array,
  wanted: 0 | 1,
  tokenSize: number,
  axes: number,
): Tokens {
  const indices = Array.from({ length }, (_, index) => index).filter((index) => hidden[index] === wanted)
  const picked = {
    values: new Float32Array(indices.length * tokenSize),
    positions: new Float32Array(indices.length * axes),
  }
  indices.forEach((index, slot) => {
    picked.values.set(values.subarray(index * tokenSize, (index + 1) * tokenSize), slot * tokenSize)
    picked.positions.set(positions.subarray(index * axes, (index + 1) * axes), slot * axes)
  })
  return { ...picked, length: indices.length }
}

function placeHidden(tokens: Tokens, hidden: Uint8Array, predictions: ArrayLike<number>, tokenSize: number): void {
  let slot = 0
  for (let token = 0; token < tokens.length; token++) {
    if (hidden[token] !== 1) continue
    for (let value = 0; value < tokenSize; value++) {
      tokens.values[token * tokenSize + value] = predictions[slot * tokenSize + value]!
    }
    slot++
  }
}

function checkHidden({ tokens, hidden }: TokensToFill, index: number, cls: boolean): void {
  if (hidden.length !== tokens.length) {
    throw errors.TRAINER_COUNT_MISMATCH({
      what: `hidden of sample ${index}`,
      expected: tokens.length,
      got: hidden.length,
    })
  }
  if (!cls && !hidden.includes(0)) {
    const expected = 'at least one token that is known, as this model has no [CLS]'
    throw errors.TRAINER_OPTION({ key: `hidden of sample ${index}`, got: 'all hidden', expected })
  }
}
