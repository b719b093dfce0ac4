import {
  initializePacked,
  maskedCount,
  type PretrainingConfig,
  packParameters,
  pretrainingConfig,
  pretrainingDropoutSites,
  type Random,
  sampleMask,
} from '@romae/core'
import type { HostTensors } from '@romae/engine'
import { checkTokenizer, isTokenizerSet, type TokenBatch, type Tokenizer, type Tokens } from '@romae/tokenizer'
import { readOptions } from './check-options.ts'
import { fingerprint } from './data/fingerprint.ts'
import { openAll } from './data/open-samples.ts'
import { positionNotes } from './data/position-notes.ts'
import { withSeenTokens } from './data/seen-tokens.ts'
import type { TokenSet } from './data/token-set.ts'
import { errors } from './errors.ts'
import { resolveEvaluation } from './evaluation/evaluation-options.ts'
import { statedMasks } from './evaluation/stated-masks.ts'
import { requireFiniteWeights } from './model/finite-weights.ts'
import { readFittedModel, spansOf, withFittedRotations } from './model/fitted-model.ts'
import { matchStart } from './model/match-tokenizer.ts'
import { checkDerived, requireTask } from './model/romae-model.ts'
import { describeTokenizer } from './model/tokenizer-record.ts'
import {
  type PretrainOptions,
  pretrainOptimizer,
  pretrainSchema,
  pretrainSetOptions,
  requireNone,
} from './pretrain-options.ts'
import { preparePretrainingSet } from './pretrain-set.ts'
import { onAllRanks } from './ranks/on-all-ranks.ts'
import { dropoutInputs } from './training/dropout-inputs.ts'
import { estimateOf } from './training/estimates.ts'
import type { TrainingRun } from './training/events.ts'
import { trainingLoop } from './training/loop.ts'
import { closeTask, type LoopTask } from './training/loop-task.ts'
import { weightOfMasked } from './training/loss-weights.ts'
import { patternsOf } from './training/mask-patterns.ts'
import { maskedInputs } from './training/masked-inputs.ts'
import { resolveTraining } from './training/options.ts'
import { pretrainingProgram } from './training/programs.ts'
import { prepareRun, type RunPlan } from './training/run-plan.ts'

/**
 * Pre-trains a masked autoencoder: hides a fraction of each sample's tokens, learns to reconstruct them. Nothing
 * happens, and no option is checked, before the first event is asked for.
 *
 * @returns events; the last holds the model (see `runToEnd`)
 * @throws RomaeError `TRAINER_*`, `CHECKPOINT_*`, `CONFIG_*`, `MASK_*`, `TOKENIZER_*`, `ENGINE_*`
 */
export async function* pretrain<Sample>(options: PretrainOptions<Sample>): TrainingRun<PretrainingConfig> {
  const { task, training } = await onAllRanks(options, () => preparePretraining(options))
  try {
    return yield* trainingLoop(task, training)
  } finally {
    await closeTask(task)
  }
}

/**
 * What `pretrain` would do with these options, without doing it: the resolved configuration, sizes, steps, cost. Samples
 * are read and tokenized; nothing is trained and nothing written.
 *
 * @throws RomaeError what `pretrain` throws before its first event, but for `CHECKPOINT_*`
 */
export async function describePretraining<Sample>(
  options: PretrainOptions<Sample>,
): Promise<RunPlan<PretrainingConfig>> {
  const { task, training } = await preparePretraining(options)
  try {
    return prepareRun(task, training).plan
  } finally {
    await closeTask(task)
  }
}

type SingleOptions<Sample> = Omit<PretrainOptions<Sample>, 'tokenizer'> & { readonly tokenizer: Tokenizer<Sample> }

function preparePretraining<Sample>(options: PretrainOptions<Sample>) {
  const { tokenizer } = options
  if (isTokenizerSet(tokenizer)) return preparePretrainingSet({ ...options, tokenizer })
  return preparePretrainingOfOne({ ...options, tokenizer })
}

async function preparePretrainingOfOne<Sample>(options: SingleOptions<Sample>) {
  const { maskRatio, maskRatioUpTo, maskTogether, maskPatterns } = readOptions('pretrain', pretrainSchema, options)
  requireNone(options, Object.keys(pretrainSetOptions), 'is for a tokenizerSet of several modalities')
  if (maskRatioUpTo !== undefined && maskRatioUpTo < maskRatio) {
    const expected = `at least maskRatio, ${maskRatio}`
    throw errors.TRAINER_OPTION({ of: 'pretrain', key: 'maskRatioUpTo', got: maskRatioUpTo, expected })
  }
  const mostMasked = maskRatioUpTo ?? maskRatio
  const training = resolveTraining('pretrain.training', options.training, pretrainOptimizer)
  const { tokenizer } = options
  checkTokenizer(tokenizer)
  if (maskTogether !== undefined && !tokenizer.axes.includes(maskTogether)) {
    const expected = `an axis of the tokenizer: ${tokenizer.axes.join(', ')}`
    throw errors.TRAINER_OPTION({ of: 'pretrain', key: 'maskTogether', got: maskTogether, expected })
  }
  const { config: resolved, isFitted } = resolveModel(options)
  const notes = matchStart(options.from, 'from', tokenizer, options.otherTokenizer)
  const { state, ...tokenizerRecord } = describeTokenizer(tokenizer)
  const evaluating = options.evaluation === undefined ? null : resolveEvaluation(options.evaluation, 'pretraining')
  const [all, heldOut] = await openAll<Sample, Tokenizer<Sample>>(
    tokenizer,
    [options.samples, options.evaluation?.samples],
    training.seed,
  )
  const { data, notes: ofTokens } = await seenTokens(all, heldOut ?? null, mostMasked)
  const config = isFitted ? withFittedRotations(resolved, spansOf(data.some, resolved.axes)) : resolved
  const estimate = estimateOf('pretrain', config, tokenizer)
  const stated =
    options.evaluation?.masks === undefined ? null : statedMasks(options.evaluation.masks, heldOut!.lengths)
  const patterns = maskPatterns && patternsOf(maskPatterns, tokenizer)
  const maskOf = (batch: TokenBatch, random: Random, rows?: ArrayLike<number>) => {
    const together = maskTogether === undefined ? undefined : axisPositions(batch, tokenizer.axes.indexOf(maskTogether))
    const masking = {
      ratio: maskRatio,
      ...(together !== undefined && { together }),
      ...(maskRatioUpTo !== undefined && { upTo: maskRatioUpTo }),
      ...(patterns !== undefined && { patterns }),
    }
    return sampleMask(batch.padding, { ...batch, ...(rows !== undefined && { rows }) }, masking, random)
  }
  /** Where rows mask different numbers of tokens, how many there may be of each kind. */
  const countsOf = (length: number) => {
    const masked = maskedCount(length, mostMasked)
    return { visible: length - maskedCount(length, maskRatio), masked }
  }
  const batchOptions = (length: number) => {
    return { length, estimate, ...(maskRatioUpTo !== undefined && { counts: countsOf(length) }) }
  }
  const lossWeight = (inputs: HostTensors) => weightOfMasked(inputs, config)
  const task: LoopTask<PretrainingConfig> = {
    kind: 'pretraining',
    config,
    tokenizerRecord,
    notes: [...notes, ...ofTokens, ...positionNotes(data.some, tokenizer.axes, config)],
    program: pretrainingProgram(config),
    initial: () =>
      options.from === undefined
        ? initializePacked(config, training.seed)
        : packParameters(config, options.from.parameters),
    data,
    dataFingerprint: fingerprint(data),
    loss: {
      kind: 'maskedReconstruction',
      maskRatio,
      ...(maskTogether !== undefined && { maskTogether }),
      ...(maskRatioUpTo !== undefined && { maskRatioUpTo }),
      ...(maskPatterns !== undefined && { maskPatterns }),
    },
    sizes: (batch, { length }) => ({ batch, ...countsOf(length) }),
    evaluation: evaluating && {
      options: evaluating,
      data: heldOut!,
      dataFingerprint: fingerprint(heldOut!, stated?.bytes),
      makeInputs: ({ length, samples }, tokens: readonly Tokens[], random) =>
        stated === null
          ? maskedInputs(tokens, (batch) => maskOf(batch, random, samples), config, batchOptions(length))
          : maskedInputs(tokens, () => stated.of(samples, length), config, {
              length,
              estimate,
              counts: stated.counts(length),
            }),
      lossWeight,
      metrics: null,
    },
    makeInputs({ length, rows }, tokens: readonly Tokens[], random) {
      const maskRows = (batch: TokenBatch) => maskOf(batch, random.fork('mask'), rows)
      const inputs = maskedInputs(tokens, maskRows, config, batchOptions(length))
      const sites = pretrainingDropoutSites(config, task.sizes(tokens.length, { length }))
      return { ...inputs, ...dropoutInputs(sites, inputs, random.fork('dropout'), rows) }
    },
    lossWeight,
    makeModel: (parameters) => ({ config, parameters, tokenizer: state, tokenizerRecord, classes: null }),
  }
  return { task, training }
}

/** What there is to train on; where that is nothing, what was opened is closed. */
async function seenTokens(all: TokenSet, heldOut: TokenSet | null, maskRatio: number) {
  try {
    return withSeenTokens(all, maskRatio)
  } catch (cause) {
    await all.close()
    await heldOut?.close()
    throw cause
  }
}

/** `[batch, length]`: every token's position on one axis, of `[batch, axes, length]`. */
function axisPositions({ positions, batch, axes, length }: TokenBatch, axis: number): Float32Array {
  const result = new Float32Array(batch * length)
  for (let row = 0; row < batch; row++) {
    const start = (row * axes + axis) * length
    result.set(positions.subarray(start, start + length), row * length)
  }
  return result
}

function resolveModel<Sample>({ tokenizer, model, from }: SingleOptions<Sample>) {
  // The tokenizer decides: of a model that goes on, too.
  const targets = tokenizer.estimate !== undefined && { residualTargets: true }
  if (from === undefined) {
    const sizes = { tokenSize: tokenizer.tokenSize, axes: tokenizer.axes.length }
    checkDerived(model, sizes)
    const { model: read, isFitted } = readFittedModel('pretrain.model', model ?? {}, tokenizer)
    return { config: pretrainingConfig({ encoder: 'tiny-shallow', ...read, ...sizes, ...targets }), isFitted }
  }
  const { residualTargets: _, ...config } = requireTask(from, 'pretraining').config
  requireFiniteWeights(from)
  return { config: { ...config, ...targets }, isFitted: false }
}
