import { defineErrors, listed, quote, shortened } from '@romae/internal/errors'
import type { Holder } from '@romae/internal/files'
import { invalidOptionText, unknownOptionText } from '@romae/internal/options'
import type { Difference } from './checkpoints/differences.ts'
import type { SkippedCheckpoint } from './checkpoints/skipped-checkpoint.ts'

/** One of two tokenizers that are not the same, with its value of the field in which they differ. */
interface TokenizerSide {
  readonly tokenizer: string
  readonly value: unknown
}

export const errors = defineErrors({
  TRAINER_OPTION: invalidOptionText,
  TRAINER_UNKNOWN_OPTION: unknownOptionText,
  TRAINER_NO_SAMPLES: ({ what }: { what: string }) => `${what} has no samples; at least one is needed`,
  TRAINER_SINGLE_TOKENS: ({ samples }: { samples: number }) =>
    `each of the ${samples} samples has a single token: pre-training hides some tokens of a sample and shows the others, ` +
    'and needs samples of at least two',
  TRAINER_SAMPLE_UNREADABLE: ({ sample, reason }: { sample: number; reason: string }) =>
    `sample ${sample} cannot be read: ${reason}`,
  TRAINER_TOKEN_COUNT: (fields: { sample: number; epoch: number; expected: number; got: number }) =>
    `sample ${fields.sample} has ${fields.got} tokens in epoch ${fields.epoch}, more than the ${fields.expected} that ` +
    'were counted or given; give tokenCounts, the most that each sample can have',
  TRAINER_DATA_MODULE: ({ module, reason }: { module: string; reason: string }) =>
    `the data module ${module} cannot be used: ${reason}`,
  TRAINER_WORKER_ENDED: (fields: { module: string; reason: string; samples: readonly number[] }) =>
    `a worker that tokenized with ${fields.module} ended: ${fields.reason}; ` +
    (fields.samples.length === 0 ? 'it had nothing to do' : `it was at samples ${fields.samples.join(', ')}`),
  TRAINER_WORKER_SILENT: ({ reason }: { reason: string }) =>
    `the worker cannot be used: ${reason}; look whether its script is found, is a module ({ type: 'module' }), and calls ` +
    'exposeTraining before it awaits anything',
  TRAINER_COUNT_MISMATCH: ({ what, expected, got }: { what: string; expected: number; got: number }) =>
    `${what}: ${expected} are needed; got ${got}`,
  TRAINER_ONE_CLASS: ({ label }: { label: string }) =>
    `all samples have the label ${quote(label)}; a classifier needs at least two classes (give classes to name the others)`,
  TRAINER_LABEL: ({ sample, got }: { sample: string; index: number; got: unknown }) =>
    `${sample} has no label: got ${describeLabel(got)}, and a label is a text that is not empty or a finite number; leave ` +
    'out samples without one, or name their class',
  TRAINER_LABEL_SET: ({ sample, reason }: { sample: string; reason: string }) => `the labels of ${sample}: ${reason}`,
  TRAINER_UNKNOWN_LABEL: (fields: { sample: string; index: number; label: string; classes: readonly string[] }) =>
    `${fields.sample} has the label ${quote(fields.label)}, which is none of the classes: ${listed(fields.classes)}`,
  TRAINER_VALUE_NOT_FINITE: ({ what, sample, got }: { what: string; sample: number; got: unknown }) =>
    `${what} of sample ${sample} must be finite numbers; got ${shortened(got)}: leave the sample out or fill it in first`,
  TRAINER_MODEL_MISMATCH: (fields: {
    what: string
    model: number
    data: number
    /** Which tokenizers these are, where that is known. */
    madeWith?: string
    given?: string
    /** Whether the caller may insist. */
    insist?: boolean
  }) => {
    const { what, model, data, madeWith, given, insist = false } = fields
    const names = [
      ...(madeWith === undefined ? [] : [`the model was trained with ${madeWith}`]),
      ...(given === undefined ? [] : [`${given} is given`]),
    ].join(', ')
    return (
      `the model was made for ${what} ${model}, the data have ${data}${names === '' ? '' : ` (${names})`}; use the ` +
      `tokenizer that the model was trained with${insist ? ", or insist with otherTokenizer: 'accept'" : ''}`
    )
  },
  TRAINER_OTHER_TOKENIZER: ({ field, model, given }: { field: string; model: TokenizerSide; given: TokenizerSide }) =>
    `the model was made with ${model.tokenizer}, and is given ${given.tokenizer}: ${field} is ${inShort(given.value)}, ` +
    `the model has ${inShort(model.value)}; use the tokenizer that was saved with it (model.tokenizer), or insist with ` +
    "otherTokenizer: 'accept'",
  TRAINER_WORKER_TOKENIZER: ({ field, model, given }: { field: string; model: TokenizerSide; given: TokenizerSide }) =>
    `the samples become tokens in workers by ${model.tokenizer}, and ${given.tokenizer} is given: ${field} is ` +
    `${inShort(given.value)}, theirs is ${inShort(model.value)}; give the tokenizer that tokenizeInWorkers returned`,
  TRAINER_NO_MODALITY: (fields: { tokenizer: string | null; hasState: boolean; given: readonly string[] }) => {
    const { tokenizer, hasState, given } = fields
    const modalities = given.length === 0 ? 'no modality is given' : `the modalities given are ${listed(given)}`
    if (tokenizer === null) return `the model does not know its tokenizer, and ${modalities}: give the tokenizer itself`
    return hasState
      ? `the model was made with ${tokenizer}, and ${modalities}: give the one that this tokenizer's package exports`
      : `the model was made with ${tokenizer}, which has no toJSON, and so kept nothing to make it again of: give the tokenizer itself`
  },
  TRAINER_CANNOT_FILL: ({ tokenizer }: { tokenizer: string }) =>
    `samples of ${tokenizer} cannot be filled: the tokenizer has no fillMissing; fill their tokens by createImputer and ` +
    'fillTokens, or use a tokenizer that makes one token of each value, such as timeseries/observations',
  TRAINER_NO_DISTRIBUTION: ({ where, likelihood }: { where: string; likelihood: string }) =>
    `${where}: this model fills in single numbers (its likelihood is ${likelihood}) and does not say how sure it is; pre-train ` +
    'with the likelihood gaussian, studentT or quantiles, or take intervals from its errors on values that it has not seen',
  TRAINER_OF_SEVERAL: ({ where, instead, names }: { where: string; instead: string; names: readonly string[] }) =>
    `${where} is for one modality, and this has ${names.length}: ${listed(names)}; use ${instead}`,
  TRAINER_OF_ONE: ({ where, instead }: { where: string; instead: string }) =>
    `${where} is for several modalities, and this has one, without a name; use ${instead}`,
  TRAINER_TASK: ({ expected, got }: { expected: string; got: string }) =>
    `a ${expected} model is needed here; got a ${got} model`,
  TRAINER_NORMALIZED_TARGETS: ({ where }: { where: string }) =>
    `${where}: this model reconstructs standardised tokens (normalizeTargets), which do not tell the values themselves; ` +
    'pre-train with normalizeTargets: false to fill values in',
  TRAINER_NOTHING_TO_CALIBRATE: ({ count }: { count: number }) =>
    `of ${count} held-out places no error was measured, so that nothing says how far off is usual; give samples of at least two tokens`,
  TRAINER_NO_ESTIMATE: ({ where, tokenizer }: { where: string; tokenizer: string | null }) => {
    const found = tokenizer === null ? 'there is no tokenizer' : `the tokenizer ${tokenizer} has none`
    return (
      `${where}: this model reconstructs what its tokenizer’s estimate of masked values leaves of them, and ${found}: give ` +
      'the tokenizer that it was trained with'
    )
  },
  TRAINER_MODEL_NOT_FINITE: ({ parameter, place, got }: { parameter: string; place: number; got: number }) =>
    `the model is broken: its weights must be finite, and number ${place} of ${parameter} is ${got}; take another ` +
    'checkpoint of its run, or train it again',
  TRAINER_FLOAT16: ({ parameter, place, got }: { parameter: string; place: number; got: number }) =>
    `number ${place} of ${parameter} is ${got}, and float16 holds nothing beyond 65504: export the model with weights of float32`,
  TRAINER_OUTPUT_NOT_FINITE: ({ output, sample, got }: { output: string; sample: number; got: number }) =>
    `the model’s ${output} of sample ${sample} hold ${got}, though its weights are finite: look at the sample, whose values ` +
    'may be far from those that the model was trained on',
  TRAINER_NOT_FINITE: ({ step, samples, cause }: { step: number; samples: readonly number[]; cause: string }) =>
    `step ${step} met a number that is not finite on samples ${samples.join(', ')}: ${cause}; ` +
    'lower the learning rate, clip gradients, or look at these samples',
  TRAINER_RANK_FAILED: ({ rank, reason }: { rank: number; reason: string }) =>
    `the run ends on this rank too, because rank ${rank} failed: ${reason}`,
  TRAINER_RANKS_DIFFER: ({ rank, differences }: { rank: number; differences: readonly Difference[] }) =>
    `rank ${rank} would not do the same as rank 0, which all ranks of a run must: ${listDifferences(differences, ' here', 'rank 0')}`,
  TRAINER_RANKS_APART: ({ step, ranks }: { step: number; ranks: readonly number[] }) =>
    `after step ${step} the parameters of rank ${ranks.join(', ')} are not those of rank 0, though all made the same updates: a ` +
    'machine computes wrongly, or not with the same versions; nothing was saved, and the run can go on from its last checkpoint',
  TRAINER_OUT_OF_MEMORY: (fields: {
    step: number
    samples: number
    length: number
    atATime: number
    gradientAccumulationSteps: number
    reason: string
  }) =>
    `there is no memory for step ${fields.step}, on ${fields.samples} samples padded to ${fields.length} tokens, ` +
    `${fields.atATime} at a time: ${fields.reason}; raise gradientAccumulationSteps (it is ${fields.gradientAccumulationSteps}), which divides the ` +
    'batch into parts, set activationCheckpointing, or lower batchSize or the lengths; no update was made, and checkpoints are as they were',
  TRAINER_MEMORY_LIMIT: (fields: {
    bytes: number
    step: number
    limit: number
    length: number
    lengths: number
    batchSize: number
    gradientAccumulationSteps: number
  }) => {
    const { bytes, step, lengths } = fields
    const isMany = lengths > 1
    const what = isMany
      ? `steps of ${lengths} lengths, each of which keeps its memory, need at least ${inGigabytes(bytes)}, the largest of them ${inGigabytes(step)}, `
      : `the largest step needs at least ${inGigabytes(bytes)} `
    return (
      `${what}and may take ${inGigabytes(fields.limit)}: samples have up to ${fields.length} tokens, the batchSize is ${fields.batchSize} and ` +
      `gradientAccumulationSteps ${fields.gradientAccumulationSteps}; shorten the samples, lower batchSize${isMany ? ' or lengthBuckets' : ''}, or raise ` +
      'gradientAccumulationSteps, which divides the batch into parts; or set activationCheckpointing; memoryLimit: null lets the run begin'
    )
  },
  TRAINER_SKIP_LIMIT: ({ step, limit, samples }: { step: number; limit: number; samples: readonly number[] }) =>
    `${limit} steps in a row were skipped, and step ${step} on samples ${samples.join(', ')} is not finite either: lower ` +
    'the learning rate, clip gradients, or look at these samples',
  TRAINER_EVALUATION_NOT_FINITE: ({ step, metric, got }: { step: number; metric: string; got: number }) =>
    `the evaluation after step ${step} has a ${metric} of ${got}: lower the learning rate, or look at the samples`,
  TRAINER_WEIGHTS_NOT_FINITE: ({ step, parameter, got }: { step: number; parameter: string; got: number }) =>
    `after step ${step} the weights or moments of ${parameter} hold ${got}, and nothing was saved: lower the learning rate ` +
    'or clip gradients, and go on from the checkpoint before',
  TRAINER_FOLDS: ({ of, what, count, folds }: { of: string; what: string; count: number; folds: number }) =>
    `${of} has ${count} ${what}, too few for ${folds} folds: take fewer folds, or stratify: false`,
  TRAINER_HOLD_OUT: (fields: { samples: number; groups: number | undefined; fraction: number }) => {
    const groups = fields.groups === undefined ? '' : ` in ${fields.groups} groups that stay together`
    return (
      `holding out ${fields.fraction} of ${fields.samples} samples${groups} leaves none to train on, or none held out: ` +
      'give more samples, or another fraction'
    )
  },
  TRAINER_FOLDER_IN_USE: ({ folder, step }: { folder: string; step: number }) =>
    `${folder} holds checkpoints of a run, the last at step ${step}: go on with resume: true, or give another folder`,
  TRAINER_FOLDER_LOCKED: ({ folder, lock, holder }: { folder: string; lock: string | null; holder: Holder | null }) =>
    `another run has ${folder}: ${describeHolder(holder)}; wait for its end, or give another folder` +
    (lock === null ? '' : `, or remove ${lock} if that process is gone`),
  TRAINER_FOLDER_LOST: ({ folder, step }: { folder: string; step: number }) =>
    `the lock of ${folder} is gone, so another run may have the folder: this one ends after step ${step}, and saves nothing more`,
  TRAINER_FOREIGN_FILES: ({ folder, found }: { folder: string; found: readonly string[] }) =>
    `the checkpoints in ${folder} are replaced and removed as a run goes on, and no run wrote ${listed(found)}: move it away, or ` +
    'give another folder',
  TRAINER_NO_STORAGE: ({ place, reason }: { place: string; reason: string }) =>
    `nothing can be kept in ${place}: ${reason}; serve the page over https or from localhost, in a window that is not private, or ` +
    'keep the model as a file: modelToZip',
  TRAINER_STORAGE_FULL: (fields: { place: string; usage: number | null; quota: number | null }) =>
    `the browser has no room left for ${fields.place}${describeUsage(fields)}; what was saved before is still there: remove what is not ` +
    'needed, lower keepCheckpoints, or save a smaller model',
  TRAINER_NOTHING_TO_RESUME: ({ folder, skipped }: { folder: string; skipped: readonly SkippedCheckpoint[] }) =>
    skipped.length === 0
      ? `${folder} holds no checkpoint to go on from; resume: 'auto' starts afresh then`
      : `no checkpoint of ${folder} is whole: ${listSkipped(skipped)}; remove them, or give another folder, to start afresh`,
  TRAINER_DISPOSED: ({ what }: { what: string }) => `the ${what} was disposed and cannot be used any more`,
  CHECKPOINT_OTHER_RUN: ({ folder, differences }: { folder: string; differences: readonly Difference[] }) =>
    `${folder} is a checkpoint of another run: ${listDifferences(differences)}; resume it as it was, or give another folder`,
  CHECKPOINT_NEWER_FORMAT: ({ folder, got, known }: { folder: string; got: number; known: number }) =>
    `${folder} has the format version ${got}, this package knows ${known}: go on with a newer @romae/trainer`,
  CHECKPOINT_OLDER_FORMAT: ({ folder, got, known }: { folder: string; got: number; known: number }) =>
    `${folder} has the format version ${got}, this package goes on with ${known} only: finish the run with the ` +
    '@romae/trainer that began it, or load its model and start a new run from it',
  CHECKPOINT_OTHER_RANDOMNESS: (fields: { folder: string; got: number; known: number; trainer: string }) =>
    `the run in ${fields.folder} draws its masks and dropout by version ${fields.got} of the randomness, this package by version ` +
    `${fields.known}, so that its steps would be others: finish the run with the @romae/trainer that began it ` +
    `(${shortened(fields.trainer)}), or load its model and start a new run from it`,
  CHECKPOINT_UNREADABLE: ({ path, reason }: { path: string; reason: string }) =>
    `the checkpoint ${path} cannot be read: ${reason}`,
  CHECKPOINT_UNWRITABLE: ({ path, reason }: { path: string; reason: string }) =>
    `the checkpoint ${path} cannot be written: ${reason}`,
  RUN_LOG_FOREIGN_FILES: ({ folder, found }: { folder: string; found: readonly string[] }) =>
    `the log of the run in ${folder} would replace ${listed(found)}, which no run wrote: move it away, or give another folder`,
  RUN_LOG_UNREADABLE: ({ path, reason }: { path: string; reason: string }) =>
    `the log of a run ${path} cannot be read: ${reason}`,
  RUN_LOG_UNWRITABLE: ({ path, reason }: { path: string; reason: string }) =>
    `the log of the run in ${path} cannot be written: ${reason}`,
})

/** What a caught value says, for the message of the error that wraps it. */
export function reasonOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause)
}

/** How much of its room a page has used, where the browser says it. */
function describeUsage({ usage, quota }: { readonly usage: number | null; readonly quota: number | null }): string {
  return usage === null || quota === null ? '' : `: ${inMegabytes(usage)} of ${inMegabytes(quota)} are used`
}

/** One clause for each checkpoint that is not whole. */
export function listSkipped(skipped: readonly SkippedCheckpoint[]): string {
  return skipped.map(({ folder, reason }) => `${folder}: ${reason}`).join('; ')
}

/** Both sides of the first few differences. */
function listDifferences(differences: readonly Difference[], now = '', other = 'the checkpoint'): string {
  const shown = differences.slice(0, 5).map((difference) => {
    return `${shortened(difference.what)} is ${inShort(difference.now)}${now}, ${other} has ${inShort(difference.checkpoint)}`
  })
  const rest = differences.length - shown.length
  return `${shown.join('; ')}${rest > 0 ? `; and ${rest} more` : ''}`
}

/** A value as JSON, in one short piece. */
export const inShort = (value: unknown) => shortened(JSON.stringify(value) ?? 'absent')

/** A label that is none, as it came. */
function describeLabel(got: unknown): string {
  return typeof got === 'string' ? quote(got) : `${shortened(got)} (${got === null ? 'null' : typeof got})`
}

/** `process 123 on host since 2026-11-29T10:00:00.000Z (node train.js)`, as it says itself. */
function describeHolder(holder: Holder | null): string {
  if (holder === null) return 'a process that does not say which'
  const { process, host, since, command } = holder
  return `process ${process} on ${shortened(host)} since ${shortened(since)} (${shortened(command)})`
}

const inGigabytes = (bytes: number) => `${(bytes / 1e9).toFixed(1)} GB`
const inMegabytes = (bytes: number) => `${(bytes / 1e6).toFixed(1)} MB`
