import { packParameters } from '@romae/core'
import { createEngine, type Engine, type FrozenProgram, type Program } from '@romae/engine'
import { environmentOf } from '../checkpoints/run-record.ts'
import type { BatchPlan } from '../data/buckets.ts'
import { bytesOf } from '../data/fingerprint.ts'
import type { AnyTokenizer } from '../data/sample-tokens.ts'
import { errors } from '../errors.ts'
import { requireFiniteWeights } from '../model/finite-weights.ts'
import { matchTokenizer, tokenizerNotGiven } from '../model/match-tokenizer.ts'
import type { PartInputs } from '../model/part-inputs.ts'
import type { RomaeModel } from '../model/romae-model.ts'
import type { RankShare } from '../ranks/rank-share.ts'
import { sha256 } from '../sha256.ts'
import { inferenceBatches, roundUp } from './batches.ts'
import { type InferenceOptions, resolveInference } from './options.ts'

/** Which part of a model is used, and how. */
export interface PartInUse {
  /** For messages: `predictor`. */
  readonly what: string
  /** The function that was called, for messages. */
  readonly where: string
  readonly program: Program
  readonly inputs: PartInputs
  readonly options: InferenceOptions
  /** Makes the tokens; null where the caller makes them and does not say by which. */
  readonly tokenizer: AnyTokenizer<unknown> | null
  /** What this rank does of a call; null where there is no other; missing where calls are not shared. */
  readonly share?: RankShare | null
}

/** What a call needs to run. */
export interface PreparedCall {
  readonly program: FrozenProgram
  readonly batches: readonly BatchPlan[]
  /** What a size is made, so that there are few where each costs a compilation. */
  readonly fit: (size: number) => number
}

/** A program with a model's weights on an engine: made when it is first needed, used by any number of calls. */
export class ModelInUse {
  readonly #part: PartInUse
  readonly #batchSize: number
  readonly #givenEngine: Engine | undefined
  /** Packed; dropped when the engine has them. */
  #parameters: Float32Array | undefined
  #ownEngine: Engine | undefined
  #program: Promise<FrozenProgram> | undefined
  #disposed: Promise<void> | undefined
  readonly #calls = new Set<Promise<unknown>>()
  /** Of configuration and weights, where they are to be compared. */
  readonly #fingerprint: string | null

  /**
   * @throws RomaeError `TRAINER_UNKNOWN_OPTION`, `TRAINER_OPTION`, `TRAINER_MODEL_MISMATCH`, `TRAINER_OTHER_TOKENIZER`,
   *   `TRAINER_MODEL_NOT_FINITE`, `TOKENIZER_*`, `PARAMETER_*`
   */
  constructor(model: RomaeModel, part: PartInUse) {
    const { batchSize, engine, otherTokenizer, onNote } = resolveInference(
      part.where,
      part.options,
      part.share !== undefined,
    )
    const { tokenizer, share = null } = part
    const notes = tokenizer === null ? [tokenizerNotGiven] : matchTokenizer(model, tokenizer, { other: otherTokenizer })
    for (const note of notes) onNote(note)
    this.#part = part
    this.#batchSize = batchSize
    this.#givenEngine = engine
    this.#parameters = packParameters(model.config, model.parameters)
    requireFiniteWeights(model)
    this.#fingerprint = share && sha256(JSON.stringify(model.config), bytesOf(this.#parameters))
  }

  /** What this rank does of a call; null where there is no other. */
  get share(): RankShare | null {
    return this.#part.share ?? null
  }

  /** What has to be the same on all ranks that share a call, once its batches are known. */
  shared(data: string, batches: readonly BatchPlan[]): unknown {
    const { threads, ...engine } = environmentOf((this.#givenEngine ?? this.#ownEngine!).info)
    const plan = batches.flatMap(({ length, parts = [], samples }) => [`${length},${parts}:`, bytesOf(samples)])
    return { model: this.#fingerprint, data, batches: sha256(...plan), ...engine }
  }

  /** Runs a call, which `dispose` waits for. @throws RomaeError `TRAINER_DISPOSED` */
  async call<Result>(work: () => Promise<Result>): Promise<Result> {
    if (this.#disposed !== undefined) throw errors.TRAINER_DISPOSED({ what: this.#part.what })
    const running = work()
    this.#calls.add(running)
    try {
      return await running
    } finally {
      this.#calls.delete(running)
    }
  }

  /** The program, and the batches to run it on for samples of these lengths; of several modalities, with those of each. */
  async prepare(
    lengths: readonly number[],
    partLengths: readonly (readonly number[])[] | null = null,
  ): Promise<PreparedCall> {
    const program = await this.load()
    const fit = program.anySize ? (size: number) => size : roundUp
    return { program, fit, batches: inferenceBatches(lengths, this.#batchSize, fit, partLengths) }
  }

  /** The program; made once for all calls, those that overlap included. */
  load(): Promise<FrozenProgram> {
    this.#program ??= this.#make()
    return this.#program
  }

  /** Waits for calls that are running, then releases what was made. */
  dispose(): Promise<void> {
    this.#disposed ??= this.#release()
    return this.#disposed
  }

  async #make(): Promise<FrozenProgram> {
    const { program, inputs } = this.#part
    if (this.#givenEngine === undefined) this.#ownEngine = await createEngine('auto', { checkInputs: false })
    const engine = this.#givenEngine ?? this.#ownEngine!
    const frozen = await engine.freeze(program, { parameters: this.#parameters!, inputs })
    this.#parameters = undefined
    return frozen
  }

  async #release(): Promise<void> {
    await Promise.allSettled(this.#calls)
    const program = await this.#program?.catch(() => undefined)
    await program?.dispose()
    await this.#ownEngine?.dispose()
  }
}

/** A model in use, and what users see of it, whose `dispose` is that of the model in use. */
export interface InUse<Made extends { dispose(): Promise<void> }> {
  readonly inUse: ModelInUse
  readonly made: Made
}

/** For many calls: made before the first, or an error now. */
export async function lasting<Made extends { dispose(): Promise<void> }>({ inUse, made }: InUse<Made>): Promise<Made> {
  try {
    await inUse.load()
    return made
  } catch (error) {
    await made.dispose()
    throw error
  }
}

/** For one call. */
export async function once<Made extends { dispose(): Promise<void> }, Result>(
  { made }: InUse<Made>,
  use: (made: Made) => Promise<Result>,
): Promise<Result> {
  try {
    return await use(made)
  } finally {
    await made.dispose()
  }
}
