import { type PretrainingConfig, packParameters } from '@romae/core'
import type { HostTensors } from '@romae/engine'
import type { Tokens } from '@romae/tokenizer'
import { evenBatches, makeBuckets } from '../data/buckets.ts'
import { errors } from '../errors.ts'
import { checkTokensFit, type PretrainedModel, requireTask } from '../model/romae-model.ts'
import { reconstructionHostInputs } from '../training/host-inputs.ts'
import { pretrainingProgram } from '../training/programs.ts'
import { type InferenceOptions, inferenceBuckets, resolveInference, withProgram } from './options.ts'

/** Tokens of which some are to be filled in. */
export interface TokensToFill {
  readonly tokens: Tokens
  /** `[length]`: 1 = hidden: the value is not read, and is filled in; 0 = known. */
  readonly hidden: Uint8Array
}

/**
 * Fills hidden tokens by the masked autoencoder's reconstruction, in evaluation mode: the known tokens go through the
 * encoder, the hidden positions through the decoder. Positions need not be on any grid.
 *
 * @returns for each sample its tokens, known values as they were, hidden values as reconstructed
 * @throws RomaeError `TRAINER_*`, `PARAMETER_*`, `ENGINE_*`
 */
export async function fillTokens(
  model: PretrainedModel,
  samples: readonly TokensToFill[],
  options: InferenceOptions = {},
): Promise<Tokens[]> {
  const { batchSize, engine } = resolveInference('fillTokens', options)
  const { config, parameters } = requireTask(model, 'pretraining')
  if (config.normalizeTargets) throw errors.TRAINER_NORMALIZED_TARGETS({ where: 'fillTokens' })
  const packed = packParameters(config, parameters)
  checkTokensFit(
    config,
    samples.map(({ tokens }) => tokens),
  )
  for (const [index, sample] of samples.entries()) checkSample(sample, index, config)
  const filled = samples.map(({ tokens }) => ({ ...tokens, values: tokens.values.slice() }))
  const waiting = samples.map(divide).filter(({ hidden }) => hidden.length > 0)
  if (waiting.length === 0) return filled

  const lengths = waiting.map(({ known, hidden }) => known.length + hidden.length)
  const buckets = makeBuckets(lengths, inferenceBuckets)
  const { tokenSize } = config
  await withProgram(pretrainingProgram(config), engine, async (run) => {
    for (const bucket of buckets) {
      // Counts of the whole bucket: all of its batches have one shape.
      const longest = (part: 'known' | 'hidden') =>
        bucket.samples.reduce((most, index) => Math.max(most, waiting[index]![part].length), 0)
      const counts = { known: longest('known'), hidden: longest('hidden') }
      for (const { samples: batch } of evenBatches([bucket], batchSize)) {
        const rows = Array.from(batch, (index) => waiting[index]!)
        const { predictions } = await run(packed, fillInputs(rows, counts, config))
        rows.forEach(({ index, hidden }, row) => {
          hidden.forEach((token, slot) => {
            const start = (row * counts.hidden + slot) * tokenSize
            filled[index]!.values.set(predictions!.data.subarray(start, start + tokenSize), token * tokenSize)
          })
        })
      }
    }
  })
  return filled
}

/** A sample with the indices of its known and of its hidden tokens. */
interface DividedSample {
  readonly index: number
  readonly tokens: Tokens
  readonly known: readonly number[]
  readonly hidden: readonly number[]
}

function divide({ tokens, hidden }: TokensToFill, index: number): DividedSample {
  const indices = [...hidden.keys()]
  return {
    index,
    tokens,
    known: indices.filter((token) => hidden[token] === 0),
    hidden: indices.filter((token) => hidden[token] === 1),
  }
}

/** The program's inputs: known tokens visible, hidden ones masked, both padded to the counts. */
function fillInputs(
  rows: readonly DividedSample[],
  counts: { readonly known: number; readonly hidden: number },
  config: PretrainingConfig,
): HostTensors {
  const known = gather(rows, 'known', counts.known, config)
  const hidden = gather(rows, 'hidden', counts.hidden, config)
  const split = {
    batch: rows.length,
    visibleCount: counts.known,
    maskedCount: counts.hidden,
    axes: known.axes,
    visible: known.values,
    visiblePositions: known.positions,
    visiblePadding: known.padding,
    maskedPositions: hidden.positions,
    maskedPadding: hidden.padding,
  }
  return reconstructionHostInputs(split, config.tokenSize)
}

/** One part of each row's tokens: values `[batch, count, tokenSize]`, positions `[batch, axes, count]`, padding. */
function gather(
  rows: readonly DividedSample[],
  part: 'known' | 'hidden',
  count: number,
  { tokenSize, axes: tokenAxes, positionEncoding }: PretrainingConfig,
) {
  // The absolute baseline reads the tokens' indices in place of their positions.
  const axes = positionEncoding === 'absolute' ? 1 : tokenAxes
  const values = new Float32Array(rows.length * count * tokenSize)
  const positions = new Float32Array(rows.length * axes * count)
  const padding = new Float32Array(rows.length * count).fill(1)
  rows.forEach((sample, row) => {
    sample[part].forEach((token, slot) => {
      const target = row * count + slot
      padding[target] = 0
      if (part === 'known') {
        values.set(sample.tokens.values.subarray(token * tokenSize, (token + 1) * tokenSize), target * tokenSize)
      }
      for (let axis = 0; axis < axes; axis++) {
        positions[(row * axes + axis) * count + slot] =
          positionEncoding === 'absolute' ? token : sample.tokens.positions[token * tokenAxes + axis]!
      }
    })
  })
  return { values, positions, padding, axes }
}

function checkSample({ tokens, hidden }: TokensToFill, index: number, { cls, tokenSize }: PretrainingConfig): void {
  const what = `hidden of sample ${index}`
  if (hidden.length !== tokens.length) {
    throw errors.TRAINER_COUNT_MISMATCH({ what, expected: tokens.length, got: hidden.length })
  }
  const wrong = hidden.find((value) => value > 1)
  if (wrong !== undefined) throw errors.TRAINER_OPTION({ key: what, got: wrong, expected: '0 (known) or 1 (hidden)' })
  if (!cls && !hidden.includes(0)) {
    const expected = 'known for at least one token, as this model has no [CLS]'
    throw errors.TRAINER_OPTION({ key: what, got: 'all hidden', expected })
  }
  const value = tokens.values.find(
    (number, place) => hidden[Math.floor(place / tokenSize)] === 0 && !Number.isFinite(number),
  )
  if (value !== undefined) {
    throw errors.TRAINER_VALUE_NOT_FINITE({ what: 'the known values', sample: index, got: value })
  }
  const position = tokens.positions.find((number) => !Number.isFinite(number))
  if (position !== undefined) {
    throw errors.TRAINER_VALUE_NOT_FINITE({ what: 'the positions', sample: index, got: position })
  }
}
