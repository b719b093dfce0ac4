import {
  initializePacked,
  type PretrainingConfig,
  packParameters,
  pretrainingConfig,
  pretrainingDropoutSites,
} from '@romae/core'
import type { SetTokens, TokenizerSet } from '@romae/tokenizer'
import { readOptions } from './check-options.ts'
import { fingerprint } from './data/fingerprint.ts'
import { openAll } from './data/open-samples.ts'
import { setPositionNotes } from './data/position-notes.ts'
import { errors } from './errors.ts'
import { resolveEvaluation } from './evaluation/evaluation-options.ts'
import { requireFiniteWeights } from './model/finite-weights.ts'
import { readFittedModel, setSpans, withFittedRotations } from './model/fitted-model.ts'
import { matchStart } from './model/match-tokenizer.ts'
import { checkDerived, requireTask } from './model/romae-model.ts'
import { type ModalityStart, startModalities } from './model/start-modalities.ts'
import { tokenSizes } from './model/token-sizes.ts'
import { describeTokenizer } from './model/tokenizer-record.ts'
import { type PretrainOptions, pretrainOptimizer, pretrainSchema, requireNone } from './pretrain-options.ts'
import { dropoutInputs } from './training/dropout-inputs.ts'
import type { LoopTask } from './training/loop-task.ts'
import { resolveTraining } from './training/options.ts'
import { setEvaluation } from './training/set-evaluation.ts'
import { setLosses } from './training/set-losses.ts'
import { resolveSetMasking, SetMasks } from './training/set-masks.ts'
import { pretrainingSetProgram } from './training/set-programs.ts'

type SetOptions<Sample> = Omit<PretrainOptions<Sample>, 'tokenizer'> & { readonly tokenizer: TokenizerSet<Sample> }

/** What one modality has and several do not yet. */
const ofOneAlone = ['maskTogether', 'maskRatioUpTo', 'maskPatterns']

/** The task of `pretrain` for a tokenizer of several modalities. */
export async function preparePretrainingSet<Sample>(options: SetOptions<Sample>) {
  const read = readOptions('pretrain', pretrainSchema, options)
  const rule = 'is for a tokenizer of one modality'
  requireNone(options, ofOneAlone, rule)
  if (options.evaluation?.masks !== undefined) {
    throw errors.TRAINER_OPTION({ of: 'pretrain.evaluation', key: 'masks', rule })
  }
  const training = resolveTraining('pretrain.training', options.training, pretrainOptimizer)
  const { tokenizer, from } = options
  requireNoEstimate(tokenizer)
  const names = tokenizer.modalities.map(({ name }) => name)
  const masking = resolveSetMasking(read, names)
  const start = startOf(options, read.encoderFrom)
  const { config: resolved, isFitted } = resolveModel(options, start)
  const notes = [...matchStart(from, 'from', tokenizer, options.otherTokenizer), ...(start?.notes ?? [])]
  const { state, ...tokenizerRecord } = describeTokenizer(tokenizer)
  const evaluating = options.evaluation === undefined ? null : resolveEvaluation(options.evaluation, 'pretraining')
  const [data, heldOut = null] = await openAll<Sample, TokenizerSet<Sample>>(
    tokenizer,
    [options.samples, options.evaluation?.samples],
    training.seed,
  )
  const config = isFitted ? withFittedRotations(resolved, setSpans(data.some, tokenizer)) : resolved
  const masks = new SetMasks(config, masking)
  const ofModalities = setEvaluation(masks, masking, names)
  const task: LoopTask<PretrainingConfig> = {
    kind: 'pretraining',
    config,
    tokenizerRecord,
    notes: [...notes, ...setPositionNotes(data.some, tokenizer, config)],
    program: pretrainingSetProgram(config),
    initial: () => {
      const { seed } = training
      const given = from?.parameters ?? start?.parameters(config, seed)
      return given === undefined ? initializePacked(config, seed) : packParameters(config, given)
    },
    data,
    dataFingerprint: fingerprint(data),
    loss: { kind: 'maskedReconstruction', maskRatio: read.maskRatio, ...masking.recorded },
    // Of the ways in which a batch may be masked, the one that costs most.
    sizes: (batch, { parts }) => masks.sizes(batch, parts!, masks.costliest(parts!)),
    evaluation: evaluating && {
      options: evaluating,
      data: heldOut!,
      dataFingerprint: fingerprint(heldOut!),
      makeInputs: () => ({}),
      lossWeight: () => 1,
      metrics: null,
      ofModalities,
    },
    makeInputs({ parts, rows }, tokens: readonly SetTokens[], random) {
      const hidden = masks.drawHidden(parts!, random.fork('hidden modality'))
      const inputs = masks.inputs(tokens, {
        lengths: parts!,
        hidden,
        random: random.fork('mask'),
        ...(rows && { rows }),
      })
      const sites = pretrainingDropoutSites(config, masks.sizes(tokens.length, parts!, hidden))
      return { ...inputs, ...dropoutInputs(sites, inputs, random.fork('dropout'), rows, names) }
    },
    lossWeight: (inputs) => inputs.lossWeights!.shape[0]!,
    modalityLosses: setLosses(names, masking.lossWeights),
    makeModel: (parameters) => ({ config, parameters, tokenizer: state, tokenizerRecord, classes: null }),
  }
  return { task, training }
}

function requireNoEstimate({ modalities }: TokenizerSet<unknown>): void {
  const estimating = modalities.find(({ tokenizer }) => tokenizer.estimate !== undefined)
  if (estimating === undefined) return
  const rule = `has an estimate of masked values of ${estimating.name}, which models of several modalities do not read; make it without`
  throw errors.TRAINER_OPTION({ of: 'pretrain', key: 'tokenizer', rule })
}

function startOf<Sample>({ tokenizer, fromModalities }: SetOptions<Sample>, encoderFrom: string | undefined) {
  return fromModalities === undefined ? null : startModalities(tokenizer, fromModalities, encoderFrom)
}

function resolveModel<Sample>({ tokenizer, model, from }: SetOptions<Sample>, start: ModalityStart | null) {
  if (from !== undefined) {
    requireFiniteWeights(from)
    return { config: requireTask(from, 'pretraining').config, isFitted: false }
  }
  const { tokenSize, modalities } = tokenSizes(tokenizer)
  const sizes = { tokenSize, axes: tokenizer.axes.length }
  checkDerived(model, sizes)
  const { model: read, isFitted } = readFittedModel('pretrain.model', model ?? {}, tokenizer)
  const given = { encoder: 'tiny-shallow' as const, ...start?.model, ...read, ...sizes, ...modalities }
  return { config: pretrainingConfig(given), isFitted }
}
