import type { Program, StepResult, TrainingOptions, TrainingSession, TrainingState, WeightedInputs } from '../engine.ts'
import { errors } from '../errors.ts'
import { checkInputs, type HostTensors } from '../host-tensor.ts'
import { checkVector } from '../layout.ts'
import { Lifetime } from '../lifetime.ts'
import { checkAverageDecay, checkClipNorm, checkOptimizer, momentCount } from '../optimizer/optimizer.ts'
import type { OptimizerPasses } from '../optimizer/passes.ts'
import { type UpdateRange, updateRanges } from '../optimizer/ranges.ts'
import { applyUpdate, clipScale } from '../optimizer/update.ts'
import { takeLoss } from '../program/outputs.ts'
import type { EngineContext, Executor } from '../program/runtime.ts'

/** Training state in a runtime's memory, and steps over it. */
export class RuntimeTrainingSession implements TrainingSession {
  readonly parameters: Float32Array
  readonly moments: readonly Float32Array[]
  readonly average: Float32Array | null
  readonly #program: Program
  readonly #options: TrainingOptions
  readonly #rejectNaN: boolean
  readonly #executor: Executor
  readonly #passes: OptimizerPasses
  /** The vectors with their padding, as the passes want them. */
  readonly #vectors: {
    readonly parameters: Float32Array
    readonly gradient: Float32Array
    readonly moments: readonly Float32Array[]
    readonly average: Float32Array | null
    /** The gradient of the parts so far. */
    readonly sum: Float32Array | null
  }
  readonly #ranges: readonly UpdateRange[]
  readonly #lifetime: Lifetime
  #steps = 0
  #busy = false

  constructor(context: EngineContext, program: Program, options: TrainingOptions) {
    const { size } = program.layout
    checkOptimizer(options.optimizer)
    checkClipNorm(options.clipNorm)
    checkVector('parameters', options.parameters, size)
    const { averageDecay = null, inParts = false, factors = {} } = options
    checkAverageDecay(averageDecay)
    const ofMoments = momentCount(options.optimizer)
    const count = 2 + ofMoments + Number(averageDecay !== null) + Number(inParts)
    const { vectors, passes } = context.runtime.allocate(program.name, count, size)
    const [parameters, gradient, ...others] = vectors as [Float32Array, Float32Array, ...Float32Array[]]
    const moments = others.splice(0, ofMoments)
    const average = averageDecay === null ? null : others.shift()!
    const sum = inParts ? others.shift()! : null
    parameters.set(options.parameters)
    average?.set(options.parameters)
    this.parameters = parameters.subarray(0, size)
    this.moments = moments.map((moment) => moment.subarray(0, size))
    this.average = average?.subarray(0, size) ?? null
    this.#program = program
    this.#options = options
    this.#rejectNaN = context.checkInputs
    const executor = context.runtime.executor(program)
    this.#executor = executor
    this.#passes = passes
    this.#vectors = { parameters, gradient, moments, average, sum }
    this.#ranges = updateRanges(program.name, program.layout, factors, parameters.length)
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
    if (this.average !== null) checkVector('average', state.average, size)
    if (!Number.isInteger(state.steps) || state.steps < 0) {
      throw errors.ENGINE_VECTOR_WRONG({
        vector: 'steps',
        got: String(state.steps),
        expected: 'an integer, at least 0',
      })
    }
    this.parameters.set(state.parameters)
    for (const [index, moment] of state.moments.entries()) this.moments[index]!.set(moment)
    this.average?.set(state.average!)
    this.#steps = state.steps
  }

  step(inputs: HostTensors, { learningRate }: { readonly learningRate: number }): Promise<StepResult> {
    return this.#alone(learningRate, [inputs], () => this.#step(inputs, learningRate))
  }

  async stepInParts(
    parts: readonly WeightedInputs[],
    { learningRate }: { readonly learningRate: number },
  ): Promise<Omit<StepResult, 'outputs'>> {
    const { sum } = this.#vectors
    const fail = (problem: string) => errors.ENGINE_PARTS_INVALID({ program: this.#program.name, problem })
    if (sum === null) throw fail('needs a session that was made with inParts: true')
    if (parts.length === 0) throw fail('needs at least one part')
    for (const [index, { weight }] of parts.entries()) {
      if (!(weight > 0 && Number.isFinite(weight))) throw fail(`needs positive weights; part ${index} has ${weight}`)
    }
    const inputs = parts.map((part) => part.inputs)
    return this.#alone(learningRate, inputs, () => this.#stepInParts(parts, sum, learningRate))
  }

  dispose(): Promise<void> {
    return this.#lifetime.close()
  }

  async #step(inputs: HostTensors, learningRate: number): Promise<StepResult> {
    const { parameters, gradient } = this.#vectors
    const { loss, outputs } = takeLoss(await this.#executor.run(parameters, inputs, gradient))
    return { loss, gradientNorm: this.#update(gradient, loss, learningRate), outputs }
  }

  async #stepInParts(parts: readonly WeightedInputs[], sum: Float32Array, learningRate: number) {
    const { parameters, gradient } = this.#vectors
    const total = parts.reduce((weights, { weight }) => weights + weight, 0)
    sum.fill(0)
    let loss = 0
    for (const { inputs, weight } of parts) {
      const share = weight / total
      loss += share * takeLoss(await this.#executor.run(parameters, inputs, gradient)).loss
      this.#passes.blend(sum, gradient, 1, share)
    }
    return { loss, gradientNorm: this.#update(sum, loss, learningRate) }
  }

  /** Clips and updates. @returns the gradient's norm before clipping */
  #update(gradient: Float32Array, loss: number, learningRate: number): number {
    const { parameters, moments, average } = this.#vectors
    const gradientNorm = Math.sqrt(this.#passes.sumOfSquares(gradient))
    const step = this.#steps + 1
    if (!Number.isFinite(loss) || !Number.isFinite(gradientNorm)) {
      throw errors.ENGINE_NON_FINITE({ program: this.#program.name, step, loss, gradientNorm })
    }
    const { optimizer, clipNorm, averageDecay } = this.#options
    const scalars = { step, learningRate, gradientScale: clipScale(gradientNorm, clipNorm) }
    applyUpdate(this.#passes, optimizer, { parameters, gradient, moments }, scalars, this.#ranges)
    if (average !== null) {
      const decay = Math.min(averageDecay!, (1 + step) / (10 + step))
      this.#passes.blend(average, parameters, decay, 1 - decay)
    }
    this.#steps = step
    return gradientNorm
  }

  /** Runs a step, after its arguments are checked, while no other one can. */
  async #alone<Result>(
    learningRate: number,
    inputs: readonly HostTensors[],
    run: () => Promise<Result>,
  ): Promise<Result> {
    this.#checkIdle()
    if (!(Number.isFinite(learningRate) && learningRate >= 0)) throw errors.ENGINE_LEARNING_RATE({ got: learningRate })
    for (const part of inputs) checkInputs(this.#program.name, part, this.#rejectNaN)
    this.#busy = true
    try {
      return await this.#lifetime.use(run)
    } finally {
      this.#busy = false
    }
  }

  #checkIdle(): void {
    this.#lifetime.check()
    if (this.#busy) throw errors.ENGINE_BUSY({ what: this.#what })
  }

  get #what(): string {
    return `the training session of program "${this.#program.name}"`
  }
}
