import type { RomaeConfig } from '@romae/core'
import type { EngineInfo } from '@romae/engine'
import type { Difference } from '../checkpoints/differences.ts'
import type { SkippedCheckpoint } from '../checkpoints/skipped-checkpoint.ts'
import type { EvaluationMetrics } from '../evaluation/evaluate.ts'
import type { Scored } from '../evaluation/selection.ts'
import type { RomaeModel } from '../model/romae-model.ts'
import type { RunPlan } from './run-plan.ts'

/** What a run says while it runs. Progress bars, logs and reports are consumers of these. */
export type TrainingEvent<Config extends RomaeConfig = RomaeConfig> =
  | ({
      readonly type: 'start'
      readonly engine: EngineInfo
    } & RunPlan<Config>)
  /** Training goes on after this step, from the checkpoint in this folder. */
  | {
      readonly type: 'resume'
      readonly step: number
      readonly folder: string
      /** Newer checkpoints that are damaged. */
      readonly skipped: readonly SkippedCheckpoint[]
      /** Versions, engine or threads that are not the checkpoint's: where there are any, numbers may differ in rounding. */
      readonly changed: readonly Difference[]
    }
  | {
      readonly type: 'step'
      /** From 1. */
      readonly step: number
      /** From 1. */
      readonly epoch: number
      readonly loss: number
      /**
       * Of several modalities: the mean loss of a masked token of each that the batch has masked tokens of. Absent where a batch is
       * computed in micro-batches or by several ranks.
       */
      readonly losses?: Readonly<Record<string, number>>
      /** Global norm before clipping. */
      readonly gradientNorm: number
      readonly learningRate: number
      /** Of the whole step, the making of its batch included. */
      readonly milliseconds: number
      /** Of these, how long the engine stood idle because its batch was not ready. */
      readonly waitMilliseconds: number
    }
  /** A step on these samples made no update, because a number was not finite. */
  | {
      readonly type: 'skip'
      readonly step: number
      readonly epoch: number
      readonly samples: readonly number[]
      readonly reason: string
      /** So far. */
      readonly skippedSteps: number
    }
  | {
      readonly type: 'evaluation'
      /** After this step. */
      readonly step: number
      readonly epoch: number
      readonly metrics: EvaluationMetrics
      /** Whether it is the best evaluation so far. */
      readonly improved: boolean
      readonly best: Scored | null
      readonly milliseconds: number
    }
  /** At the end of each pass over the data, and of the last one, which may be cut short. */
  | { readonly type: 'epoch'; readonly epoch: number; readonly meanLoss: number }
  | {
      readonly type: 'checkpoint'
      readonly step: number
      readonly folder: string
      /**
       * Written wherever the run ends: as `checkpointEvery` or an evaluation says. Else only because the run ends or stops
       * here.
       */
      readonly scheduled: boolean
      /** This step's evaluation is the best so far. */
      readonly best: boolean
    }
  /** The last event. */
  | {
      readonly type: 'finish'
      readonly step: number
      /** The signal ended the run before its last step. */
      readonly stopped: boolean
      /** What ended it: its last step, the signal, or evaluations that got no better. */
      readonly reason: 'steps' | 'signal' | 'patience'
      readonly skippedSteps: number
      readonly model: RomaeModel<Config>
      /** The step that the model is of. */
      readonly modelStep: number
    }

/** A run: events as they happen; its return value is the trained model, as in the last event. */
export type TrainingRun<Config extends RomaeConfig = RomaeConfig> = AsyncGenerator<
  TrainingEvent<Config>,
  RomaeModel<Config>,
  void
>

/**
 * Runs to the end, showing each event to `observe` and waiting for it, and returns the model. Where `observe` throws, what
 * the run made is disposed.
 */
export async function runToEnd<Config extends RomaeConfig>(
  run: TrainingRun<Config>,
  observe: (event: TrainingEvent<Config>) => unknown = () => {},
): Promise<RomaeModel<Config>> {
  let model: RomaeModel<Config> | undefined
  for await (const event of run) {
    await observe(event)
    if (event.type === 'finish') model = event.model
  }
  return model!
}
