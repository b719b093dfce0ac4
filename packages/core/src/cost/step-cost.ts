import { type Segment, segmentsOf } from '../config/segments.ts'
import type { EncoderConfig, RomaeConfig } from '../config/types.ts'
import { headOutputs } from '../likelihoods/head-outputs.ts'
import { predictionDropoutSites, pretrainingDropoutSites } from '../model/dropout.ts'
import type { StepSizes } from '../model/step-sizes.ts'
import { parameterCount, sizeOf } from '../parameters/specs.ts'

/** Where the memory of a training step goes, in bytes. */
export interface StepMemory {
  readonly parameters: number
  readonly gradient: number
  /** The optimizer's vectors. */
  readonly moments: number
  /** What the forward pass leaves for the backward pass: it grows with batch and length. */
  readonly activations: number
  /** Keep masks of dropout and stochastic depth, which are inputs of the step. */
  readonly dropoutMasks: number
  readonly total: number
}

const bytesPerNumber = 4

/**
 * Floating-point operations of one training step in matrix products: two a multiply-add, forward once and backward
 * twice, as is usual (Kaplan et al. 2020, 2.1). What is not a matrix product is left out.
 *
 * A block of width d on n tokens, of which r are read, with an MLP of width f makes 3 n d² multiply-adds for queries,
 * keys and values, 2 r n d for scores and their sum over values, r d² for the output and 2 r d f for the MLP. All blocks
 * read every token but the last one of each stack: in a decoder it reads the masked tokens, before a head what is pooled.
 * The first block of a decoder makes the queries, keys and values of the mask token once for the whole batch.
 */
export function stepFlops(config: RomaeConfig, sizes: StepSizes): number {
  const { encoded, read, pooled } = tokensOf(config, sizes)
  const { encoder } = config
  const parts = partsOf(config, sizes)
  const projections = total(parts, ({ visible, tokenSize }) => visible * tokenSize * encoder.dModel)
  const encoding = projections + stackProducts(encoder, encoded, read)
  const rest =
    config.task === 'prediction'
      ? pooled * encoder.dModel * config.outputSize
      : encoded * encoder.dModel * config.decoder.dModel +
        stackProducts(config.decoder, encoded + sizes.masked, sizes.masked) +
        total(parts, (part) => part.masked * config.decoder.dModel * headOutputs(config, part))
  return 3 * 2 * (sizes.batch * (encoding + rest) - productsOfCopies(config, sizes))
}

/**
 * An estimate of the memory that one training step needs, in single precision. It counts what must be there: runtimes
 * hold more (workspaces, fragmentation), and so does the process (the library, the data set).
 *
 * Activations are counted as the backward pass reads them. A block of width d with h heads and an MLP of width f on n
 * tokens, of which r are read, keeps 5 n d numbers (its input, the norm's output, queries, keys, values), h r n
 * probabilities, 3 r d (attention's output, the sum, its norm) and 2 r f (the MLP before and after its non-linearity).
 *
 * @param vectors how many vectors of the parameters' size are kept beside parameters and gradient: 2 for AdamW
 * @param options.activationCheckpointing whether of each block only the input is kept, and all else of one block at a time, as is
 *   usual (Chen et al. 2016, arXiv 1604.06174); default false
 */
export function stepMemory(
  config: RomaeConfig,
  sizes: StepSizes,
  vectors: number,
  { activationCheckpointing = false }: { readonly activationCheckpointing?: boolean } = {},
): StepMemory {
  const vector = bytesPerNumber * parameterCount(config)
  const { encoded, read, pooled } = tokensOf(config, sizes)
  const { batch, visible, masked } = sizes
  const { encoder } = config
  const parts = partsOf(config, sizes)
  const values = total(parts, (part) => part.visible * part.tokenSize)
  const stacks = [stackActivations(encoder, encoded, read)]
  if (config.task === 'pretraining') stacks.push(stackActivations(config.decoder, encoded + masked, masked))
  const inStacks = activationCheckpointing
    ? total(stacks, ({ inputs }) => inputs) + Math.max(...stacks.map(({ largest }) => largest))
    : total(stacks, ({ all }) => all)
  const rest =
    config.task === 'prediction'
      ? pooled * (2 * encoder.dModel + config.outputSize)
      : encoded * encoder.dModel +
        total(parts, (part) => part.masked * (2 * config.decoder.dModel + headOutputs(config, part) + part.tokenSize))
  const sites =
    config.task === 'prediction'
      ? predictionDropoutSites(config, { batch, length: visible, ...lengthsOf(sizes) })
      : pretrainingDropoutSites(config, sizes)
  const memory = {
    parameters: vector,
    gradient: vector,
    moments: vectors * vector,
    activations: bytesPerNumber * batch * (values + inStacks + rest),
    dropoutMasks: bytesPerNumber * sites.reduce((sum, { shape }) => sum + sizeOf(shape), 0),
  }
  return { ...memory, total: Object.values(memory).reduce((sum, bytes) => sum + bytes, 0) }
}

/** The tokens of each modality: of a model that has one, all. */
function partsOf(config: RomaeConfig, { visible, masked, modalities }: StepSizes) {
  return segmentsOf(config).map((segment, index): Segment & { visible: number; masked: number } => {
    return { ...segment, ...(modalities?.[index] ?? { visible, masked }) }
  })
}

function lengthsOf({ modalities }: StepSizes): { modalities?: number[] } {
  return modalities === undefined ? {} : { modalities: modalities.map(({ visible }) => visible) }
}

function total<Part>(parts: readonly Part[], numberOf: (part: Part) => number): number {
  return parts.reduce((sum, part) => sum + numberOf(part), 0)
}

/** Tokens that the encoder has, those that its last block computes, and those that the head reads. */
function tokensOf(config: RomaeConfig, { visible }: StepSizes): { encoded: number; read: number; pooled: number } {
  const encoded = visible + (config.cls ? 1 : 0)
  if (config.task === 'pretraining') return { encoded, read: encoded, pooled: 0 }
  const read = config.pooling === 'cls' ? 1 : encoded
  return { encoded, read, pooled: config.pooling === 'token' ? visible : 1 }
}

/** Multiply-adds of a stack whose last block computes `read` of the tokens. */
function stackProducts({ dModel, feedForward, depth }: EncoderConfig, tokens: number, read: number): number {
  const block = (outputs: number) =>
    3 * tokens * dModel ** 2 +
    2 * outputs * tokens * dModel +
    outputs * dModel ** 2 +
    2 * outputs * dModel * feedForward
  return (depth - 1) * block(tokens) + block(read)
}

/** Multiply-adds of queries, keys and values of mask tokens that are not made, because they are those of another one. */
function productsOfCopies(config: RomaeConfig, { batch, masked }: StepSizes): number {
  if (config.task === 'prediction' || masked === 0) return 0
  const { decoder, positionEncoding, channelEmbedding } = config
  const alike = positionEncoding !== 'absolute' && channelEmbedding === undefined && decoder.positionDropout === 0
  return alike ? 3 * (batch * masked - 1) * decoder.dModel ** 2 : 0
}

/** Numbers that a stack keeps for its backward pass; of them the inputs of its blocks, and all of the block that has most. */
function stackActivations({ dModel, feedForward, heads, depth }: EncoderConfig, tokens: number, read: number) {
  const block = (outputs: number) =>
    5 * tokens * dModel + heads * outputs * tokens + 3 * outputs * dModel + 2 * outputs * feedForward
  return {
    all: (depth - 1) * block(tokens) + block(read),
    inputs: depth * tokens * dModel,
    largest: block(depth > 1 ? tokens : read),
  }
}
