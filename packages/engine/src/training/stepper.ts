import type { StepResult, WeightedInputs } from '../engine.ts'
import type { HostTensors } from '../host-tensor.ts'

/** The vectors of a training state, in the program's layout. */
export interface StateVectors {
  readonly parameters: Float32Array
  readonly moments: readonly Float32Array[]
  /** Null where no average is kept. */
  readonly average: Float32Array | null
}

/** Arguments of an update besides the gradient. */
export interface UpdateOptions {
  /** The update's number; the first is 1. */
  readonly step: number
  readonly learningRate: number
}

/** This rank's rows of a batch. */
export interface RankRows {
  /** Their weights sum to 1; none where there are no rows. */
  readonly microBatches: readonly WeightedInputs[]
  /** What all of them weigh beside those of other ranks. */
  readonly weight: number
}

/** Holds a training state in memory or in the runtime, and updates it. Callers have checked the arguments. */
export interface Stepper extends StateVectors {
  /** Copies a state in. */
  write(state: StateVectors): void
  /** Makes an update; none where the loss or the gradient norm that it returns is not finite. */
  step(inputs: HostTensors, options: UpdateOptions): Promise<StepResult>
  /** The same on micro-batches, whose weights sum to 1. */
  stepMicroBatches(
    microBatches: readonly WeightedInputs[],
    options: UpdateOptions,
  ): Promise<Omit<StepResult, 'outputs'>>
  dispose(): Promise<void>
}
