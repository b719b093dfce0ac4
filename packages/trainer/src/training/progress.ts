import { packedLayout, type RomaeConfig, unpackParameters } from '@romae/core'
import type { EngineInfo, TrainingSession } from '@romae/engine'
import { type SavedRun, saveCheckpoint } from '../checkpoints/run-checkpoints.ts'
import { errors } from '../errors.ts'
import type { EvaluationMetrics } from '../evaluation/evaluate.ts'
import { select } from '../evaluation/selection.ts'
import type { RomaeModel } from '../model/romae-model.ts'
import { requireSameParameters } from '../ranks/same-on-all.ts'
import type { TrainingEvent } from './events.ts'
import { initialState, type LoopState } from './loop-state.ts'
import type { LoopTask } from './loop-task.ts'
import type { ResolvedTraining } from './options.ts'
import type { RunConfig } from './run-config.ts'

/** The mutable state of a run: its loop, the step that was saved last, and the model that it would end with now. */
export class Progress<Config extends RomaeConfig> {
  #state: LoopState
  #savedStep: number
  /** Parameters of the best evaluation, kept where the run ends with them. */
  #best: Float32Array | null
  /** What the last checkpoint holds, until the next step: a run that ends there ends with it. */
  #saved: RomaeModel<Config> | null = null
  readonly #task: LoopTask<Config>
  readonly #training: ResolvedTraining
  readonly #config: RunConfig<Config>
  readonly #session: TrainingSession
  readonly #engine: EngineInfo

  constructor(
    task: LoopTask<Config>,
    training: ResolvedTraining,
    config: RunConfig<Config>,
    session: TrainingSession,
    engine: EngineInfo,
    saved: SavedRun | null,
  ) {
    this.#task = task
    this.#training = training
    this.#config = config
    this.#session = session
    this.#engine = engine
    this.#state = saved?.state ?? initialState
    this.#savedStep = this.#state.step
    this.#best = saved?.best ?? null
    if (saved !== null) session.restore(saved.takeVectors())
  }

  get state(): LoopState {
    return this.#state
  }

  /** The parameters that are evaluated, and that the run ends with: the average where there is one. Packed. */
  get parameters(): Float32Array {
    return this.#session.average ?? this.#session.parameters
  }

  /** Whether evaluations have been no better for as long as the run may wait. */
  get isExhausted(): boolean {
    return this.#state.selection.sinceBest >= (this.#config.evaluation?.patience ?? Infinity)
  }

  /** The mean loss of the epoch's updates so far. */
  get epochMean(): number {
    return this.#state.epochLoss / this.#state.epochSteps
  }

  beginEpoch(): void {
    this.#state = { ...this.#state, epochLoss: 0, epochSteps: 0 }
  }

  tookStep(loss: number): void {
    const { step, epochLoss, epochSteps } = this.#state
    const epoch = { epochLoss: epochLoss + loss, epochSteps: epochSteps + 1 }
    this.#saved = null
    this.#state = { ...this.#state, ...epoch, step: step + 1, skippedInRow: 0 }
  }

  /** @throws RomaeError `TRAINER_SKIP_LIMIT` */
  skippedStep(samples: Int32Array, cause: unknown): void {
    const { step, skippedSteps, skippedInRow } = this.#state
    const { skipLimit } = this.#training
    if (skippedInRow === skipLimit) {
      throw errors.TRAINER_SKIP_LIMIT({ step: step + 1, limit: skipLimit, samples: [...samples] }, cause)
    }
    this.#saved = null
    this.#state = { ...this.#state, step: step + 1, skippedSteps: skippedSteps + 1, skippedInRow: skippedInRow + 1 }
  }

  /**
   * @returns whether it is the best evaluation so far
   * @throws RomaeError `TRAINER_EVALUATION_NOT_FINITE` unless such steps are skipped: then it is no better than the best
   */
  evaluated(metrics: EvaluationMetrics): boolean {
    const { metric, direction, select: wanted } = this.#config.evaluation!
    const { step, selection } = this.#state
    const value = (metrics as unknown as Readonly<Record<string, number>>)[metric]!
    if (!Number.isFinite(value)) {
      if (this.#training.onNonFinite === 'stop')
        throw errors.TRAINER_EVALUATION_NOT_FINITE({ step, metric, got: value })
      this.#state = { ...this.#state, selection: { ...selection, sinceBest: selection.sinceBest + 1 } }
      return false
    }
    const selected = select(selection, { step, value }, direction)
    this.#state = { ...this.#state, selection: selected }
    const improved = selected.sinceBest === 0
    if (improved && wanted === 'best') this.#best = this.parameters.slice()
    return improved
  }

  /**
   * Saves a checkpoint, where there is a folder for it and the last one is of an earlier step.
   *
   * @throws RomaeError `CHECKPOINT_UNWRITABLE`, `TRAINER_WEIGHTS_NOT_FINITE`
   */
  async *save(scheduled: boolean): AsyncGenerator<TrainingEvent<Config>, void, void> {
    const { checkpointStorage, keepCheckpoints: keep, communicator } = this.#training
    const { step, selection } = this.#state
    if (checkpointStorage === undefined || step === this.#savedStep) return
    const { parameters, moments, average } = this.#session
    for (const vector of [parameters, ...moments]) this.#checkFinite(vector)
    if (communicator !== undefined) await requireSameParameters(communicator, parameters, step)
    this.#saved = this.#modelOf(this.parameters)
    const folder = await saveCheckpoint(checkpointStorage, keep === 'all' ? Infinity : keep, this.#config, {
      model: this.#saved,
      vectors: { moments, trained: average === null ? null : parameters },
      state: this.#state,
      engine: this.#engine,
    })
    this.#savedStep = step
    yield { type: 'checkpoint', step, folder, scheduled, best: selection.best?.step === step }
  }

  /** @throws RomaeError `TRAINER_WEIGHTS_NOT_FINITE` */
  finalModel(): { readonly model: RomaeModel<Config>; readonly modelStep: number } {
    const { step, selection } = this.#state
    if (this.#best !== null) return { model: this.#modelOf(this.#best), modelStep: selection.best!.step }
    if (this.#saved === null) this.#checkFinite(this.parameters)
    return { model: this.#saved ?? this.#modelOf(this.parameters), modelStep: step }
  }

  #modelOf(parameters: Float32Array): RomaeModel<Config> {
    return this.#task.makeModel(unpackParameters(this.#task.config, parameters))
  }

  /** Finite losses and gradients do not keep an update from overflowing: what is saved must be sound. */
  #checkFinite(vector: Float32Array): void {
    const wrong = vector.findIndex((value) => !Number.isFinite(value))
    if (wrong === -1) return
    const { name } = packedLayout(this.#task.config).entries.findLast(({ offset }) => offset <= wrong)!
    throw errors.TRAINER_WEIGHTS_NOT_FINITE({ step: this.#state.step, parameter: name, got: vector[wrong]! })
  }
}
