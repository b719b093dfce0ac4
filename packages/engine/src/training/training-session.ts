import type { Program, StepResult, TrainingOptions, TrainingSession, TrainingState } from '../engine.ts'
import { errors } from '../errors.ts'
import { checkInputs, type HostTensors } from '../host-tensor.ts'
import { checkVector } from '../layout.ts'
import { Lifetime } from '../lifetime.ts'
import { checkClipNorm, checkOptimizer, momentCount } from '../optimizer/optimizer.ts'
import type { OptimizerPasses } from '../optimizer/passes.ts'
import { applyUpdate, clipScale } from '../optimizer/update.ts'
import { takeLoss } from '../program/outputs.ts'
import type { EngineContext, Executor } from '../program/runtime.ts'

/** Training state in a runtime's memory, and steps over it. */
export class RuntimeTrainingSession implements TrainingSession {
  readonly parameters: Float32Array
  readonly moments: readonly Float32Array[]
  readonly #program: Program
  readonly #options: TrainingOptions
  readonly #rejectNaN: boolean
  readonly #executor: Executor
  readonly #passes: OptimizerPasses
  /** The vectors with their padding, as the passes want them. */
  readonly #vectors: { parameters: Float32Array; gradient: Float32Array; moments: readonly Float32Array[] }
  readonly #lifetime: Lifetime
  #steps = 0
  #busy = false

  constructor(context: EngineContext, program: Program, options: TrainingOptions) {
    const { size } = program.layout
    checkOptimizer(options.optimizer)
    checkClipNorm(options.clipNorm)
    checkVector('parameters', options.parameters, size)
    const { vectors, passes } = context.runtime.allocate(program.name, 2 + momentCount(options.optimizer), size)
    const [parameters, gradient, ...moments] = vectors as [Float32Array, Float32Array, ...Float32Array[]]
    parameters.set(options.parameters)
    this.parameters = parameters.subarray(0, size)
    this.moments = moments.map((moment) => moment.subarray(0, size))
    this.#program = program
    this.#options = options
    this.#rejectNaN = context.checkInputs
    const executor = context.runtime.executor(program)
    this.#executor = executor
    this.#passes = passes
    this.#vectors = { parameters, gradient, moments }
    this.#lifetime = new Lifetime(this.#what, () => executor.dispose(), context.lifetime)
  }

  get steps(): number {
    return this.#steps
  }

  restore(state: TrainingState): void {
    this.#checkIdle()
    const { size } = this.#program.layout
    checkVector('parameters', state.parameters, size)
    const expected = this.moments.length
    if (state.moments.length !== expected) {
      throw errors.ENGINE_VECTOR_WRONG({
        vector: 'moments',
        got: `${state.moments.length} vectors`,
        expected: `${expected} vectors, as the optimizer "${this.#options.optimizer.kind}" keeps them`,
      })
    }
    for (const [index, moment] of state.moments.entries()) checkVector(`moments[${index}]`, moment, size)
    if (!Number.isInteger(state.steps) || state.steps < 0) {
      throw errors.ENGINE_VECTOR_WRONG({
        vector: 'steps',
        got: String(state.steps),
        expected: 'an integer, at least 0',
      })
    }
    this.parameters.set(state.parameters)
    for (const [index, moment] of state.moments.entries()) this.moments[index]!.set(moment)
    this.#steps = state.steps
  }

  async step(inputs: HostTensors, { learningRate }: { readonly learningRate: number }): Promise<StepResult> {
    this.#checkIdle()
    if (!(Number.isFinite(learningRate) && learningRate >= 0)) throw errors.ENGINE_LEARNING_RATE({ got: learningRate })
    checkInputs(this.#program.name, inputs, this.#rejectNaN)
    this.#busy = true
    try {
      return await this.#lifetime.use(() => this.#step(inputs, learningRate))
    } finally {
      this.#busy = false
    }
  }

  dispose(): Promise<void> {
    return this.#lifetime.close()
  }

  async #step(inputs: HostTensors, learningRate: number): Promise<StepResult> {
    const { parameters, gradient } = this.#vectors
    const { loss, outputs } = takeLoss(await this.#executor.run(parameters, inputs, gradient))
    const gradientNorm = Math.sqrt(this.#passes.sumOfSquares(gradient))
    const step = this.#steps + 1
    if (!Number.isFinite(loss) || !Number.isFinite(gradientNorm)) {
      throw errors.ENGINE_NON_FINITE({ program: this.#program.name, step, loss, gradientNorm })
    }
    const { optimizer, clipNorm } = this.#options
    const gradientScale = clipScale(gradientNorm, clipNorm)
    applyUpdate(this.#passes, optimizer, this.#vectors, { step, learningRate, gradientScale })
    this.#steps = step
    return { loss, gradientNorm, outputs }
  }

  #checkIdle(): void {
    this.#lifetime.check()
    if (this.#busy) throw errors.ENGINE_BUSY({ what: this.#what })
  }

  get #what(): string {
    return `the training session of program "${this.#program.name}"`
  }
}
