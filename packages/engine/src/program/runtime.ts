import type { EngineInfo, FreezeOptions, Program, StepperOptions } from '../engine.ts'
import type { HostTensors } from '../host-tensor.ts'
import type { Lifetime } from '../lifetime.ts'
import type { VectorMemory } from '../optimizer/memory.ts'
import type { Stepper } from '../training/stepper.ts'

/** The part of an engine that differs between ONNX Runtime, TensorFlow and tfjs. */
export interface Runtime {
  readonly info: EngineInfo
  /** `count` zeroed vectors of at least `length` elements that executors of this runtime read and write in place. */
  allocate(program: string, count: number, length: number): VectorMemory
  /** @param options of those that compute gradients */
  executor(program: Program, options?: ExecutorOptions): Executor
  /** Whether executors compile nothing, so that any shapes cost the same. Default: false. */
  readonly eager?: boolean
  /** Whether executors know `activationCheckpointing`. Default: false. */
  readonly recomputesActivations?: boolean
  /** Compiles a program with its parameters for open sizes. Without it, `executor` runs the program for each set of sizes. */
  freeze?(program: Program, options: FreezeOptions): Promise<FrozenExecutor>
  /** Trains with a state that the runtime keeps. Without it, the state is kept in the vectors of `allocate`. */
  stepper?(program: Program, options: StepperOptions): Stepper
}

/** How an executor computes gradients. */
export type ExecutorOptions = Pick<StepperOptions, 'activationCheckpointing'>

/** Runs one program on checked arguments. */
export interface Executor {
  /**
   * The program's outputs. With `gradient`, a vector in the program's layout, also writes the gradient of `loss` into
   * it. Vectors may be longer than the layout.
   */
  run(parameters: Float32Array, inputs: HostTensors, gradient?: Float32Array): Promise<HostTensors>
  dispose(): Promise<void>
}

/** Runs one program with parameters of its own, on checked inputs. */
export interface FrozenExecutor {
  readonly anySize: boolean
  run(inputs: HostTensors): Promise<HostTensors>
  dispose(): Promise<void>
}

/** What everything made by one engine shares. */
export interface EngineContext {
  readonly runtime: Runtime
  /** Ends when the engine is disposed. */
  readonly lifetime: Lifetime
  /** Whether inputs are searched for NaN. */
  readonly checkInputs: boolean
}
