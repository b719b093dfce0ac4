import { packParameters } from '@romae/core'
import type { EngineInfo, TrainingState } from '@romae/engine'
import { RomaeError } from '@romae/internal/errors'
import { errors, reasonOf } from '../errors.ts'
import { jsonOf, modelFiles, readModel } from '../model/model-files.ts'
import type { RomaeModel } from '../model/romae-model.ts'
import { handOver } from '../training/hand-over.ts'
import type { LoopState } from '../training/loop-state.ts'
import type { ResolvedTraining } from '../training/options.ts'
import { drawsByRow } from '../training/randomness.ts'
import type { RunConfig } from '../training/run-config.ts'
import { readCheckpointModel } from './checkpoint-model.ts'
import type { CheckpointStorage, StorageLock } from './checkpoint-storage.ts'
import { withChecksums } from './checksums.ts'
import { type Difference, differencesOf } from './differences.ts'
import {
  findNewest,
  listSteps,
  optimizerFile,
  readerOf,
  runFile,
  stepName,
  type WholeCheckpoint,
} from './find-checkpoint.ts'
import { type OptimizerVectors, parseVectors, serializeVectors } from './optimizer-state.ts'
import { checkRunRecord, environmentOf, type RecordedRun, type RunEnvironment, runFormatVersion } from './run-record.ts'
import type { SkippedCheckpoint } from './skipped-checkpoint.ts'

/** Where a run goes on. */
export interface SavedRun {
  readonly folder: string
  /** To be taken once. */
  readonly takeVectors: () => TrainingState
  readonly state: LoopState
  /** Parameters of the best evaluation, packed, where the run ends with them. */
  readonly best: Float32Array | null
  readonly environment: RunEnvironment
  /** Newer checkpoints that were not whole. */
  readonly skipped: readonly SkippedCheckpoint[]
}

/** What a checkpoint saves of a run. */
export interface Snapshot {
  /** What is evaluated: of averaged weights where there are any. */
  readonly model: RomaeModel
  readonly vectors: OptimizerVectors
  readonly state: LoopState
  readonly engine: EngineInfo
}

/** A run's storage, which is this run's until the lock is released. */
export interface OpenRun {
  readonly lock: StorageLock
  /** Null where the run starts afresh. */
  readonly saved: SavedRun | null
}

/**
 * Prepares a run's storage, keeping other runs out and trying that it can be written to, and finds where the run goes on.
 *
 * @throws RomaeError `TRAINER_FOLDER_LOCKED`, `CHECKPOINT_UNWRITABLE`, `CHECKPOINT_UNREADABLE`, `CHECKPOINT_NEWER_FORMAT`,
 *   `CHECKPOINT_OTHER_RUN`, `TRAINER_FOLDER_IN_USE`, `TRAINER_NOTHING_TO_RESUME`, `TRAINER_FOREIGN_FILES`
 */
export async function openCheckpoints(
  storage: CheckpointStorage,
  resume: ResolvedTraining['resume'],
  config: RunConfig,
): Promise<OpenRun> {
  const folder = storage.locate()
  // Nothing is made where there is nothing to go on with.
  if (resume === true && (await listSteps(storage)).length === 0) {
    throw errors.TRAINER_NOTHING_TO_RESUME({ folder, skipped: [] })
  }
  const lock = await writing(storage, () => storage.lock())
  if (lock === null) throw errors.TRAINER_FOLDER_LOCKED({ folder, lock: null, holder: null })
  try {
    return { lock, saved: await findRun(storage, resume, config) }
  } catch (cause) {
    await lock.release()
    throw cause
  }
}

async function findRun(
  storage: CheckpointStorage,
  resume: ResolvedTraining['resume'],
  config: RunConfig,
): Promise<SavedRun | null> {
  const folder = storage.locate()
  if (resume === false) {
    const [step] = await listSteps(storage)
    if (step !== undefined) throw errors.TRAINER_FOLDER_IN_USE({ folder, step })
  }
  await writing(storage, async () => storage.prepare?.())
  if (resume === false) return null
  const { checkpoint, skipped } = await findNewest(storage)
  if (checkpoint === null && (resume === true || skipped.length > 0)) {
    throw errors.TRAINER_NOTHING_TO_RESUME({ folder, skipped })
  }
  return checkpoint === null ? null : { ...(await readRun(storage, checkpoint, config)), skipped }
}

/**
 * Writes a checkpoint, and then removes the oldest ones beyond `keep`, but never that of the best evaluation.
 *
 * @returns where it is
 * @throws RomaeError `CHECKPOINT_UNWRITABLE`
 */
export async function saveCheckpoint(
  storage: CheckpointStorage,
  keep: number,
  config: RunConfig,
  { model, vectors, state, engine }: Snapshot,
): Promise<string> {
  const run = recordedRun(config)
  const { step, selection } = state
  const record = { formatVersion: runFormatVersion, ...state, run, environment: environmentOf(engine) }
  const files = {
    ...modelFiles(model),
    [optimizerFile]: serializeVectors(model.config, config.training.optimizer, vectors),
    [runFile]: [new TextEncoder().encode(`${JSON.stringify(record, null, 2)}\n`)],
  }
  return writing(storage, async () => {
    await storage.replace(stepName(step), withChecksums(files))
    const past = (await listSteps(storage)).filter((other) => other <= step)
    const old = past.slice(keep).filter((other) => other !== selection.best?.step)
    for (const other of old) await storage.remove(stepName(other))
    return storage.locate(stepName(step))
  })
}

async function writing<Result>(storage: CheckpointStorage, write: () => Promise<Result>): Promise<Result> {
  try {
    return await write()
  } catch (cause) {
    if (RomaeError.isInstance(cause)) throw cause
    throw errors.CHECKPOINT_UNWRITABLE({ path: storage.locate(), reason: reasonOf(cause) }, cause)
  }
}

async function readRun(
  storage: CheckpointStorage,
  checkpoint: WholeCheckpoint,
  now: RunConfig,
): Promise<Omit<SavedRun, 'skipped'>> {
  const { folder, step, files } = checkpoint
  try {
    const json = jsonOf(files.get(runFile)!) as { readonly formatVersion?: unknown } | null
    const version = json?.formatVersion
    if (typeof version === 'number' && version > runFormatVersion) {
      throw errors.CHECKPOINT_NEWER_FORMAT({ folder, got: version, known: runFormatVersion })
    }
    if (version === 1) throw errors.CHECKPOINT_OLDER_FORMAT({ folder, got: version, known: runFormatVersion })
    const { run, state, environment } = checkRunRecord(json, step)
    const { parameters, config, tokenizer, classes } = await readModel(folder, (name) => files.get(name) ?? null)
    const { checkpoints, ...decisive } = now
    // Nobody wrote down the first version. Where nothing is drawn, all versions are the same.
    const { randomness = 1 }: Partial<RecordedRun> = run
    checkSameRun(folder, { ...run, randomness: now.randomness, model: config, tokenizer, classes }, decisive)
    if (randomness !== now.randomness && drawsByRow(config)) {
      const { trainer } = environment
      throw errors.CHECKPOINT_OTHER_RANDOMNESS({ folder, got: randomness, known: now.randomness, trainer })
    }
    const { training } = now
    const vectors = parseVectors(config, training.optimizer, training.emaDecay !== null, files.get(optimizerFile)!)
    const evaluated = packParameters(config, parameters)
    return {
      folder,
      environment,
      state,
      takeVectors: handOver({
        parameters: vectors.trained ?? evaluated,
        moments: vectors.moments,
        average: vectors.trained === null ? null : evaluated,
        steps: step - state.skippedSteps,
      }),
      best: now.evaluation?.select === 'best' ? await readBest(storage, state, evaluated) : null,
    }
  } catch (cause) {
    if ((cause as { code?: unknown }).code?.toString().startsWith('CHECKPOINT_')) throw cause
    throw errors.CHECKPOINT_UNREADABLE({ path: folder, reason: reasonOf(cause) }, cause)
  }
}

/** The parameters of the best evaluation's checkpoint; null where nothing was evaluated yet. */
async function readBest(
  storage: CheckpointStorage,
  { step, selection }: LoopState,
  now: Float32Array,
): Promise<Float32Array | null> {
  const { best } = selection
  if (best === null) return null
  if (best.step === step) return now
  const { config, parameters } = await readCheckpointModel(readerOf(storage, best.step))
  return packParameters(config, parameters)
}

function recordedRun({ model, tokenizer, classes, checkpoints, ...recorded }: RunConfig): RecordedRun {
  return recorded
}

/** What a step that is not finite does may change: it had no part in the numbers so far. */
const keysAllowedToDiffer = ['training.onNonFinite', 'training.skipLimit']

/**
 * What a tokenizer says of itself now and did not yet when the checkpoint was written, such as the names of channels. Were the
 * tokens others, the checksum of the data would be.
 */
const isNewlySaid = ({ what, checkpoint }: Difference) => what.startsWith('tokenizer.') && checkpoint === undefined

function checkSameRun(folder: string, checkpoint: unknown, now: unknown): void {
  const all = differencesOf(checkpoint, JSON.parse(JSON.stringify(now)))
  const differences = all.filter((one) => !keysAllowedToDiffer.includes(one.what) && !isNewlySaid(one))
  if (differences.length > 0) throw errors.CHECKPOINT_OTHER_RUN({ folder, differences })
}
