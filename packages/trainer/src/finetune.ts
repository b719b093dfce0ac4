import {
  type EncoderConfig,
  initializePacked,
  type PredictionConfig,
  type PredictionOptions,
  packParameters,
  predictionConfig,
  predictionDropoutSites,
  type StepSizes,
  transferParameters,
} from '@romae/core'
import type { AdamWOptions, HostTensors } from '@romae/engine'
import { checkedElsewhere, type OptionsOf, type Schema } from '@romae/internal/options'
import { isTokenizerSet, type SetTokens, type Tokenizer, type Tokens } from '@romae/tokenizer'
import { readOptions } from './check-options.ts'
import type { BatchPlan, PaddedLength } from './data/buckets.ts'
import { openAll } from './data/open-samples.ts'
import { positionNotes, setPositionNotes } from './data/position-notes.ts'
import { type NameOf, namesOf } from './data/sample-names.ts'
import { type AnyTokenizer, checkAnyTokenizer, type SampleTokens } from './data/sample-tokens.ts'
import type { Samples } from './data/samples.ts'
import { resolveTargets, type TargetOptions, type Targets, targetSchema } from './data/targets.ts'
import type { TokenSet } from './data/token-set.ts'
import { tokenTargets } from './data/token-targets.ts'
import { errors } from './errors.ts'
import type { EvaluationTask } from './evaluation/evaluate.ts'
import { type EvaluationOptions, resolveEvaluation } from './evaluation/evaluation-options.ts'
import { heldOutTargets, targetEvaluation } from './evaluation/prediction-task.ts'
import { requireFiniteWeights } from './model/finite-weights.ts'
import {
  embeddingOf,
  type FittedModelOptions,
  fittedModelOptions,
  readFittedModel,
  setSpans,
  spansOf,
  withFittedRotations,
} from './model/fitted-model.ts'
import { matchStart, otherTokenizer } from './model/match-tokenizer.ts'
import { checkDerived, type PretrainedModel, type RomaeModel, requireTask } from './model/romae-model.ts'
import { tokenSizes } from './model/token-sizes.ts'
import { describeTokenizer } from './model/tokenizer-record.ts'
import type { Note } from './notes.ts'
import { onAllRanks } from './ranks/on-all-ranks.ts'
import { dropModalities } from './training/drop-modalities.ts'
import { dropoutInputs } from './training/dropout-inputs.ts'
import type { TrainingRun } from './training/events.ts'
import { trainingLoop } from './training/loop.ts'
import { closeTask, type LoopTask } from './training/loop-task.ts'
import { weightOfTargets } from './training/loss-weights.ts'
import { resolveTraining, type TrainingOptions } from './training/options.ts'
import { predictionProgram } from './training/programs.ts'
import { prepareRun, type RunPlan } from './training/run-plan.ts'
import { predictionSetProgram } from './training/set-programs.ts'
import { wholeHostInputs } from './training/whole-inputs.ts'

/** Sizes and switches of core's `predictionConfig`; token size, axes and outputs come from tokenizer and targets. */
type ModelOptions = Omit<PredictionOptions, 'tokenSize' | 'axes' | 'outputSize' | 'encoder'> &
  FittedModelOptions & {
    readonly encoder?: PredictionOptions['encoder'] | Partial<EncoderConfig>
  }

/** The options of `finetune` that are plain data: kind, bounds, default and help of each. */
export const finetuneOptions = {
  labelSmoothing: targetSchema.labelSmoothing,
  otherTokenizer: {
    ...otherTokenizer,
    needs: 'pretrained',
    help: `${otherTokenizer.help}; tokens of another size get a new projection, other axes rotate as in a new model`,
  },
  projection: {
    kind: 'choice',
    of: ['carry', 'reinitialize'],
    needs: 'pretrained',
    help:
      '`carry` takes the patch projection over from the pre-trained model (default where tokens have its size), ' +
      '`reinitialize` begins it anew, as the PyTorch code does',
  },
} as const satisfies Schema

/** The option of `finetune` for a tokenizer of several modalities. */
const dropModality = {
  kind: 'number',
  least: 0,
  below: 1,
  help:
    'of several modalities: how likely each is left out of a sample in training, though never all that a sample has, so that the model ' +
    'learns to do without any. Default 0',
} as const

const schema = {
  dropModality,
  tokenizer: checkedElsewhere<unknown>(),
  samples: { ...checkedElsewhere<unknown>(), help: 'in memory, or a `SampleSource` that is read as training goes' },
  ...targetSchema,
  pretrained: {
    ...checkedElsewhere<RomaeModel>(),
    help: 'a masked autoencoder to start from; without one, training starts from scratch with `model`',
  },
  model: {
    ...checkedElsewhere<ModelOptions>(),
    help:
      'without `pretrained` the whole model, by default of size tiny-shallow; with it only what changes, such as dropout ' +
      'rates in `encoder`',
  },
  ...finetuneOptions,
  evaluation: {
    ...checkedElsewhere<unknown>(),
    help: 'on other samples as training goes, with their `labels` or `targets`',
  },
  training: { ...checkedElsewhere<TrainingOptions>(), required: true, help: 'how to train' },
} as const satisfies Schema

/** What to fine-tune on, from which model, and how. */
export interface FinetuneOptions<Sample>
  extends Omit<OptionsOf<typeof schema>, 'tokenizer' | 'samples' | 'evaluation'> {
  readonly tokenizer: AnyTokenizer<Sample>
  readonly samples: Samples<Sample>
  readonly evaluation?: EvaluationOptions<Sample> & Pick<TargetOptions, 'labels' | 'targets'>
}

/** Betas and decay of the paper's fine-tuning (Tables 10, 18). */
const defaultOptimizer: AdamWOptions = { kind: 'adamw', betas: [0.9, 0.999], epsilon: 1e-8, weightDecay: 0.05 }

/**
 * Trains an encoder with a head on labelled samples: a classifier with `labels`, of which a sample has one or several, a regression with `targets`, of samples or,
 * with `model.pooling: 'token'`, of their tokens. Nothing happens, and no option is checked, before the first event is asked for.
 *
 * @returns events; the last holds the model (see `runToEnd`)
 * @throws RomaeError `TRAINER_*`, `CHECKPOINT_*`, `CONFIG_*`, `PARAMETER_*`, `TOKENIZER_*`, `ENGINE_*`
 */
export async function* finetune<Sample>(options: FinetuneOptions<Sample>): TrainingRun<PredictionConfig> {
  const { task, training } = await onAllRanks(options, () => prepareFinetuning(options))
  try {
    return yield* trainingLoop(task, training)
  } finally {
    await closeTask(task)
  }
}

/**
 * What `finetune` would do with these options, without doing it: the resolved configuration, sizes, steps, cost. Samples
 * are read and tokenized; nothing is trained and nothing written.
 *
 * @throws RomaeError what `finetune` throws before its first event, but for `CHECKPOINT_*`
 */
export async function describeFinetuning<Sample>(options: FinetuneOptions<Sample>): Promise<RunPlan<PredictionConfig>> {
  const { task, training } = await prepareFinetuning(options)
  try {
    return prepareRun(task, training).plan
  } finally {
    await closeTask(task)
  }
}

async function prepareFinetuning<Sample>(options: FinetuneOptions<Sample>) {
  const { dropModality = 0 } = readOptions('finetune', schema, options)
  if (options.dropModality !== undefined && !isTokenizerSet(options.tokenizer)) {
    const rule = 'is for a tokenizerSet of several modalities'
    throw errors.TRAINER_OPTION({ of: 'finetune', key: 'dropModality', rule })
  }
  const training = resolveTraining('finetune.training', options.training, defaultOptimizer)
  const { tokenizer, samples, evaluation } = options
  checkAnyTokenizer(tokenizer)
  const notes = matchPretrained(options)
  const [data, heldOut] = await openAll<Sample, AnyTokenizer<Sample>>(
    tokenizer,
    [samples, evaluation?.samples],
    training.seed,
  )
  try {
    const from = { seed: training.seed, notes, dropModality }
    return { task: finetuningTask(options, data, heldOut ?? null, from), training }
  } catch (cause) {
    await data.close()
    await heldOut?.close()
    throw cause
  }
}

/** What should be known of the tokenizer beside that of the pre-trained model. */
function matchPretrained<Sample>({ tokenizer, pretrained, otherTokenizer }: FinetuneOptions<Sample>): readonly Note[] {
  const start = pretrained && requireTask(pretrained, 'pretraining')
  return matchStart(start, 'pretrained', tokenizer, otherTokenizer, { sizesMayDiffer: true })
}

function finetuningTask<Sample>(
  options: FinetuneOptions<Sample>,
  data: TokenSet<SampleTokens>,
  heldOut: TokenSet<SampleTokens> | null,
  {
    seed,
    notes,
    dropModality,
  }: { readonly seed: number; readonly notes: readonly Note[]; readonly dropModality: number },
): LoopTask<PredictionConfig> {
  const perToken = options.model?.pooling === 'token'
  const targetsOf = (given: TargetOptions, { lengths }: Pick<TokenSet, 'lengths'>, nameOf: NameOf) =>
    perToken ? tokenTargets(given, lengths) : resolveTargets(given, lengths.length, nameOf)
  const targets = targetsOf(options, data, namesOf(options.samples))
  const config = resolveModel(options, targets.outputSize, data)
  const { state, ...tokenizerRecord } = describeTokenizer(options.tokenizer)
  const inputsOf = ({ samples, ...padded }: BatchPlan, tokens: readonly SampleTokens[], { ofBatch }: Targets) => {
    return { ...wholeHostInputs(tokens, config, padded), targets: ofBatch(samples, padded.length) }
  }
  const lossWeight = (inputs: HostTensors) => weightOfTargets(targets.loss, inputs)
  const { classes, multiLabel } = targets
  const kind = classes === null ? 'regression' : multiLabel ? 'multiLabelClassification' : 'classification'
  const training = targetEvaluation(data, targets)
  return {
    kind,
    config,
    tokenizerRecord,
    notes: [...notes, ...notesOnPositions(options.tokenizer, data.some, config)],
    program: (config.modalities === undefined ? predictionProgram : predictionSetProgram)(config, targets.loss),
    initial: initialParameters(options, config, seed),
    data,
    dataFingerprint: training.dataFingerprint,
    loss: targets.loss,
    evaluation: heldOut && evaluationTask(),
    sizes: (batch, padded) => sizesOf(batch, padded),
    makeInputs({ rows, ...plan }, tokens: readonly SampleTokens[], random) {
      const isDropping = config.modalities !== undefined && dropModality > 0
      const left = isDropping
        ? dropModalities(tokens as readonly SetTokens[], dropModality, random.fork('dropped modalities'), rows)
        : tokens
      const inputs = inputsOf(plan, left, targets)
      const { batch, visible: length, modalities } = sizesOf(tokens.length, plan)
      const parts = modalities && { modalities: modalities.map(({ visible }) => visible) }
      const sites = predictionDropoutSites(config, { batch, length, ...parts })
      return { ...inputs, ...dropoutInputs(sites, inputs, random.fork('dropout'), rows, modalityNames(config)) }
    },
    lossWeight,
    makeModel: (parameters) => ({
      config,
      parameters,
      tokenizer: state,
      tokenizerRecord,
      classes,
      ...(multiLabel && { multiLabel }),
    }),
  }

  function evaluationTask(): EvaluationTask {
    const evaluation = options.evaluation!
    const nameOf = namesOf(evaluation.samples, 'evaluation sample')
    const ofHeldOut = heldOutTargets(targets, evaluation, (given) => targetsOf(given, heldOut!, nameOf))
    return {
      ...targetEvaluation(heldOut!, ofHeldOut),
      options: resolveEvaluation(evaluation, kind),
      makeInputs: (plan, tokens) => inputsOf(plan, tokens, ofHeldOut),
      lossWeight,
    }
  }
}

/** The tokens of a step: padding included, at least one of each of several modalities. */
function sizesOf(batch: number, { length, parts }: PaddedLength): StepSizes {
  if (parts === undefined) return { batch, visible: length, masked: 0 }
  const modalities = parts.map((part) => ({ visible: Math.max(1, part), masked: 0 }))
  return { batch, visible: modalities.reduce((sum, { visible }) => sum + visible, 0), masked: 0, modalities }
}

function modalityNames({ modalities = [] }: PredictionConfig): string[] {
  return modalities.map(({ name }) => name)
}

function notesOnPositions(
  tokenizer: AnyTokenizer<unknown>,
  some: readonly SampleTokens[],
  config: PredictionConfig,
): readonly Note[] {
  if (isTokenizerSet(tokenizer)) return setPositionNotes(some as readonly SetTokens[], tokenizer, config)
  return positionNotes(some as readonly Tokens[], tokenizer.axes, config)
}

function resolveModel<Sample>(
  options: FinetuneOptions<Sample>,
  outputSize: number,
  { some }: Pick<TokenSet<SampleTokens>, 'some'>,
): PredictionConfig {
  const { tokenizer, pretrained, model } = options
  const { tokenSize, modalities } = tokenSizes(tokenizer)
  const sizes = { tokenSize, axes: tokenizer.axes.length, outputSize }
  checkDerived(model, sizes)
  if (pretrained !== undefined) return adaptedModel(requireTask(pretrained, 'pretraining'), model, sizes, tokenizer)
  const { model: read, isFitted } = readFittedModel('finetune.model', model ?? {}, tokenizer)
  const encoder = (read.encoder ?? 'tiny-shallow') as PredictionOptions['encoder']
  const config = predictionConfig({ ...read, encoder, ...sizes, ...modalities })
  if (!isFitted) return config
  const spans = isTokenizerSet(tokenizer)
    ? setSpans(some as readonly SetTokens[], tokenizer)
    : spansOf(some as readonly Tokens[], config.axes)
  return withFittedRotations(config, spans)
}

/** The encoder of a pre-trained model, with changes, for the tokens that there are, and a head. */
function adaptedModel(
  { config }: PretrainedModel,
  model: ModelOptions = {},
  sizes: Pick<PredictionOptions, 'tokenSize' | 'axes' | 'outputSize'>,
  tokenizer: Pick<Tokenizer<unknown>, 'name' | 'axes' | 'channels'>,
): PredictionConfig {
  const { task, decoder, normalizeTargets, residualTargets, lossAverage, likelihood, ...pretrained } = config
  const { channelEmbedding: channels } = pretrained
  // The channels of the data, which may be more than the model has seen.
  const isNamed = channels !== undefined && tokenizer.channels?.axis !== undefined
  const backbone = isNamed ? { ...pretrained, channelEmbedding: embeddingOf(tokenizer, channels.rotary) } : pretrained
  for (const key of Object.keys(fittedModelOptions)) {
    if ((model as Readonly<Record<string, unknown>>)[key] === undefined) continue
    throw errors.TRAINER_OPTION({
      of: 'finetune.model',
      key,
      rule: 'cannot be given beside pretrained, which decides it',
    })
  }
  const { encoder = {}, ...changes } = model
  if (typeof encoder === 'string' || 'size' in encoder) {
    const found = typeof encoder === 'string' ? encoder : 'a size'
    const expected = 'left out or an object of rates: the size is the pre-trained model’s'
    throw errors.TRAINER_OPTION({ key: 'model.encoder', found, expected })
  }
  return predictionConfig({ ...backbone, ...changes, encoder: { ...backbone.encoder, ...encoder }, ...sizes })
}

function initialParameters<Sample>(
  { pretrained, projection }: FinetuneOptions<Sample>,
  config: PredictionConfig,
  seed: number,
): LoopTask<PredictionConfig>['initial'] {
  if (pretrained !== undefined) {
    requireFiniteWeights(pretrained)
    const { tokenSize } = pretrained.config
    const fits = tokenSize === config.tokenSize
    if (projection === 'carry' && !fits) {
      const expected = `reinitialize: it was made for a token size of ${tokenSize}, the data have ${config.tokenSize}`
      throw errors.TRAINER_OPTION({ key: 'projection', got: projection, expected })
    }
    const channels = pretrained.config.channelEmbedding?.names
    const options = {
      projection: projection ?? (fits ? 'carry' : 'reinitialize'),
      ...(channels !== undefined && { channels }),
    } as const
    return () => packParameters(config, transferParameters(config, pretrained.parameters, seed, options))
  }
  return () => initializePacked(config, seed)
}
