import type { Communicator } from '@romae/internal/communication'
import type { Tensor } from '@tensorflow/tfjs-core'
import type { HostTensors } from './host-tensor.ts'
import type { FlatLayout } from './layout.ts'
import type { Optimizer } from './optimizer/optimizer.ts'
import type { UpdateFactors } from './optimizer/ranges.ts'

/** Tensors by name. */
export type TensorMap = Readonly<Record<string, Tensor>>

/** A pure function of tfjs tensors and the layout of its parameters. */
export interface Program {
  /** For messages and compile events. */
  readonly name: string
  /** Which slice of the flat parameter vector is which tensor. */
  readonly layout: FlatLayout
  /**
   * What a gradient does with parameters that the loss does not reach: `error` (default) names them, `zero` gives them a
   * zero gradient. `zero` is for programs whose optional inputs decide which parameters matter; elsewhere an unreached
   * parameter is a mistake.
   */
  readonly unusedParameters?: 'error' | 'zero'
  /**
   * Identifies the program without running it, so that an engine that caches compiled graphs on disk need not record the
   * program again in each process.
   */
  readonly identity?: ProgramIdentity
  /**
   * For a program that computes each row of a batch independently: the first axis of every input, and of every output but
   * the loss, is the batch, and the loss is a weighted mean over rows. Returns the sum of the weights of the rows in
   * `inputs`, or null if these inputs give no loss. It lets an engine compute shards of a batch in parallel.
   */
  readonly lossWeight?: (inputs: HostTensors) => number | null
  /**
   * Computes named outputs, synchronously. A program to be differentiated or trained returns a float32 scalar `loss`.
   *
   * An input that is not given reads as undefined, so that inputs may be optional. Every input given must be read.
   */
  run(parameters: TensorMap, inputs: TensorMap): TensorMap
}

/** Everything besides its arguments that determines what a program computes. */
export interface ProgramIdentity {
  /** All values that `run` closes over, as text: a configuration as JSON, say. */
  readonly state: string
  /**
   * `import.meta.url` of the module that makes the program. Its package's code, and that of the packages it depends on, is
   * part of the identity: after a change of code the program is recorded again.
   */
  readonly module: string
}

/** Names of the engines. */
export type EngineName = 'onnxruntime-node' | 'onnxruntime-web' | 'tensorflow' | 'tfjs'

/** The engine that was chosen, and why. */
export interface EngineInfo {
  readonly name: EngineName
  /**
   * `cpu`, `webgpu` or `cuda` for onnxruntime-node, `wasm` or `webgpu` for onnxruntime-web, `cpu` or `gpu` for tensorflow,
   * the tfjs backend's name for tfjs.
   */
  readonly device: string
  /** Version of the package that computes. */
  readonly version: string
  /** Threads that operators share; null where the tfjs backend decides. */
  readonly threads: number | null
  /** The rule that led to this engine, in words. */
  readonly reason: string
}

/** Where programs run. */
export interface Engine {
  readonly info: EngineInfo
  /** Outputs of a program; compiled lazily, once per set of input names, shapes and dtypes. */
  compile(program: Program): CompiledProgram
  /**
   * Outputs of a program for parameters that stay as they are, and inputs whose sizes may be open: for a model in use.
   * Compiled here, so that the first call is as fast as the others.
   *
   * @throws RomaeError `ENGINE_LAYOUT_INVALID`, `ENGINE_VECTOR_WRONG`, `ENGINE_FREEZE_INVALID`, what running the
   * program throws, and
   *   COMPILER_DYNAMIC_STRUCTURE for one whose operations depend on the sizes
   */
  freeze(program: Program, options: FreezeOptions): Promise<FrozenProgram>
  /** Loss, its gradient with respect to all parameters, and the other outputs: `value_and_grad` of JAX. */
  valueAndGrad(program: Program): GradientProgram
  /**
   * A training state, initialised with a copy of `parameters`, and steps over it.
   *
   * @throws RomaeError `ENGINE_CHECKPOINTING_UNSUPPORTED`, and for options that are not valid
   */
  train(program: Program, options: SessionOptions): TrainingSession
  /** Disposes everything made by this engine, after what is running has ended. */
  dispose(): Promise<void>
}

/** Options of `Engine.train`. */
export interface SessionOptions {
  readonly optimizer: Optimizer
  /** Gradients are scaled down to this Euclidean norm over all parameters; null: no clipping. */
  readonly clipNorm: number | null
  /** Initial values, copied. */
  readonly parameters: Float32Array
  /**
   * How much of learning rate and weight decay reaches a parameter, by the names of the layout's entries; those not named
   * have 1 and 1. Entries that lie together and have equal factors are updated in one pass.
   */
  readonly factors?: Readonly<Record<string, UpdateFactors>>
  /**
   * Keeps an exponential moving average of the parameters: after update t, average ← d average + (1 - d) parameters with
   * d = min(averageDecay, (1 + t) / (10 + t)), so that the initial values are soon forgotten. Null (default): none.
   */
  readonly averageDecay?: number | null
  /** Makes room for `stepMicroBatches`: one more vector. Default false. */
  readonly microBatches?: boolean
  /**
   * Activation checkpointing: of what the forward pass makes only a part is kept, and the rest is computed again when the
   * backward pass needs it. Less memory, more time, the same numbers bit by bit. For engines that compile, on the CPU. Default
   * false.
   */
  readonly activationCheckpointing?: boolean
  /**
   * This process is one of several that make each step together: each computes some of the batch's rows, and all end with the same
   * parameters. What is given here must be the same on all ranks, and steps in the same order. One more vector.
   */
  readonly communicator?: Communicator
}

/** Options that a session keeps. The initial parameters are copied and dropped: they are as large as the model. */
export type StepperOptions = Omit<SessionOptions, 'parameters'>

/** A program's outputs for given parameters. Calls may overlap: they run one after another. */
export interface CompiledProgram {
  run(parameters: Float32Array, inputs: HostTensors): Promise<HostTensors>
  dispose(): Promise<void>
}

/** Shape and type of an input of a frozen program. */
export interface OpenInput {
  /** Sizes; a name stands for an open size: `['batch', 'length', 6]`. In a call, equal names have equal sizes. */
  readonly shape: readonly (number | string)[]
  /** Default `float32`. */
  readonly dtype?: 'float32' | 'int32'
}

/** Options of `Engine.freeze`. */
export interface FreezeOptions {
  /** Copied. */
  readonly parameters: Float32Array
  /** All inputs, by name: each is needed in each call. At least one size is open. */
  readonly inputs: Readonly<Record<string, OpenInput>>
}

/** A program with its parameters. Calls may overlap: they run one after another. */
export interface FrozenProgram {
  /** Whether new sizes need no compilation. If false, each set of sizes is compiled once: use few. */
  readonly anySize: boolean
  /**
   * @throws RomaeError `ENGINE_INPUT_FROZEN` for inputs other than those it was made for; otherwise as
   * `CompiledProgram.run`
   */
  run(inputs: HostTensors): Promise<HostTensors>
  dispose(): Promise<void>
}

/** A program's loss and gradient. Calls may overlap: they run one after another. */
export interface GradientProgram {
  /** `gradient` is a new vector in the program's layout; `outputs` are the program's outputs other than `loss`. */
  run(parameters: Float32Array, inputs: HostTensors): Promise<GradientResult>
  dispose(): Promise<void>
}

/** What one call of a gradient program returns. */
export interface GradientResult {
  readonly loss: number
  readonly gradient: Float32Array
  readonly outputs: HostTensors
}

/** Parameters and moments where the engine reads and writes them in place, and steps over them. */
export interface TrainingSession {
  /**
   * Valid between steps: read the property anew after each, for an engine that keeps the state elsewhere (tensorflow) brings
   * the array up to date when it is read. It keeps its values after `dispose`. `restore` is the way to change them.
   */
  readonly parameters: Float32Array
  /** AdamW: [m, v]; SGD with momentum: [buffer]; SGD without: []. Read like `parameters`. */
  readonly moments: readonly Float32Array[]
  /** The moving average of the parameters, read like them; null without `averageDecay`. */
  readonly average: Float32Array | null
  /** Optimizer updates made so far. */
  readonly steps: number
  /** Copies a state in, as read from `parameters`, `moments` and `steps`: training goes on exactly from there. */
  restore(state: TrainingState): void
  /**
   * One training step: loss and gradient, clipping, update.
   *
   * With a communicator `inputs` are this rank's rows of the batch, or null where it has none; the program says what they
   * weigh (`Program.lossWeight`). Loss and gradient norm are those of the whole batch, outputs those of these rows.
   *
   * @throws RomaeError `ENGINE_NON_FINITE` when the loss or the gradient norm is not finite; the state is then as
   * before the call. With a communicator also `ENGINE_RANK_FAILED` where another rank failed, and `ENGINE_RANKS_INVALID`
   */
  step(inputs: HostTensors | null, options: { readonly learningRate: number }): Promise<StepResult>
  /**
   * One training step on a batch that is given in micro-batches, computed one after another, so that it needs the memory of
   * one: the loss and the gradient are the weighted means of theirs. With the denominators of their mean losses as
   * weights, that is the step on the whole batch up to rounding.
   *
   * With a communicator these are this rank's rows of the batch, in any number of micro-batches, or none.
   *
   * @throws RomaeError `ENGINE_MICRO_BATCHES_INVALID`; `ENGINE_NON_FINITE` and `ENGINE_RANK_FAILED` as `step` does
   */
  stepMicroBatches(
    microBatches: readonly WeightedInputs[],
    options: { readonly learningRate: number },
  ): Promise<Omit<StepResult, 'outputs'>>
  dispose(): Promise<void>
}

/** A micro-batch, and how much it counts: a positive number. */
export interface WeightedInputs {
  readonly inputs: HostTensors
  readonly weight: number
}

/** All that training needs to go on. */
export interface TrainingState {
  readonly parameters: Float32Array
  readonly moments: readonly Float32Array[]
  /** Needed where the session keeps an average. */
  readonly average?: Float32Array | null
  readonly steps: number
}

/** What one training step returns. */
export interface StepResult {
  /** Before the update. */
  readonly loss: number
  /** Euclidean norm over all parameters, before clipping. */
  readonly gradientNorm: number
  /** The program's outputs other than `loss`, before the update. */
  readonly outputs: HostTensors
}
