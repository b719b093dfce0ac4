import { acrossRanks } from '../communication/across-ranks.ts'
import type { Program, StepperOptions, StepResult, WeightedInputs } from '../engine.ts'
import type { HostTensors } from '../host-tensor.ts'
import { momentCount } from '../optimizer/optimizer.ts'
import type { OptimizerPasses } from '../optimizer/passes.ts'
import { type UpdateRange, updateRanges } from '../optimizer/ranges.ts'
import { applyUpdate, averageDecayAt, clipScale } from '../optimizer/update.ts'
import { takeLoss } from '../program/outputs.ts'
import type { Executor, Runtime } from '../program/runtime.ts'
import type { RankRows, StateVectors, Stepper, UpdateOptions } from './stepper.ts'

/** A training state in memory that the runtime's executors read and write in place. */
export class HostStepper implements Stepper {
  readonly parameters: Float32Array
  readonly moments: readonly Float32Array[]
  readonly average: Float32Array | null
  readonly #options: StepperOptions
  readonly #executor: Executor
  readonly #passes: OptimizerPasses
  /** The same vectors with the padding that the passes need. */
  readonly #vectors: {
    readonly parameters: Float32Array
    readonly gradient: Float32Array
    readonly moments: readonly Float32Array[]
    readonly average: Float32Array | null
    /** The sum of the gradients of the micro-batches so far. */
    readonly sum: Float32Array | null
  }
  readonly #ranges: readonly UpdateRange[]
  readonly #program: Program

  constructor(runtime: Runtime, program: Program, options: StepperOptions) {
    const { size } = program.layout
    const { averageDecay = null, factors = {} } = options
    const microBatches = options.microBatches === true || options.communicator !== undefined
    const ofMoments = momentCount(options.optimizer)
    const count = 2 + ofMoments + Number(averageDecay !== null) + Number(microBatches)
    const { vectors, passes } = runtime.allocate(program.name, count, size)
    const [parameters, gradient, ...others] = vectors as [Float32Array, Float32Array, ...Float32Array[]]
    const moments = others.splice(0, ofMoments)
    const average = averageDecay === null ? null : others.shift()!
    const sum = microBatches ? others.shift()! : null
    this.parameters = parameters.subarray(0, size)
    this.moments = moments.map((moment) => moment.subarray(0, size))
    this.average = average?.subarray(0, size) ?? null
    this.#options = options
    this.#program = program
    this.#passes = passes
    this.#vectors = { parameters, gradient, moments, average, sum }
    this.#ranges = updateRanges(program.name, program.layout, factors, parameters.length)
    this.#executor = runtime.executor(program, options)
  }

  write(state: StateVectors): void {
    this.parameters.set(state.parameters)
    for (const [index, moment] of state.moments.entries()) this.moments[index]!.set(moment)
    this.average?.set(state.average!)
  }

  async step(inputs: HostTensors, options: UpdateOptions): Promise<StepResult> {
    const { parameters, gradient } = this.#vectors
    const { loss, outputs } = takeLoss(await this.#executor.run(parameters, inputs, gradient))
    return { loss, gradientNorm: this.#update(gradient, loss, options), outputs }
  }

  async stepMicroBatches(microBatches: readonly WeightedInputs[], options: UpdateOptions) {
    const { loss } = await this.#accumulate(microBatches)
    return { loss, gradientNorm: this.#update(this.#vectors.sum!, loss, options) }
  }

  /**
   * The same on the rows of all ranks, for a session with a communicator.
   *
   * @param rows of this rank; may throw: then the other ranks throw too
   */
  async stepAcrossRanks(rows: () => RankRows, options: UpdateOptions): Promise<StepResult> {
    const communicator = this.#options.communicator!
    const { loss, share, part } = await acrossRanks(communicator, this.#program.name, async () => {
      const { microBatches, weight } = rows()
      return { weight, ...(await this.#accumulate(microBatches)) }
    })
    const { outputs } = part
    if (!Number.isFinite(loss)) return { loss, gradientNorm: Number.NaN, outputs }
    const { gradient, sum } = this.#vectors
    // As a micro-batch is added to nothing: with one on each rank, these are the very operations of one process.
    gradient.fill(0)
    this.#passes.blend(gradient, sum!, 1, share)
    await communicator.allReduce(gradient, 'sum')
    return { loss, gradientNorm: this.#update(gradient, loss, options), outputs }
  }

  /** Leaves the weighted sum of the micro-batches' gradients in its vector. @returns that of their losses, and the last one's outputs */
  async #accumulate(microBatches: readonly WeightedInputs[]): Promise<{ loss: number; outputs: HostTensors }> {
    const { parameters, gradient } = this.#vectors
    const sum = this.#vectors.sum!
    sum.fill(0)
    let loss = 0
    let outputs: HostTensors = {}
    for (const { inputs, weight } of microBatches) {
      const result = takeLoss(await this.#executor.run(parameters, inputs, gradient))
      loss += weight * result.loss
      outputs = result.outputs
      this.#passes.blend(sum, gradient, 1, weight)
    }
    return { loss, outputs }
  }

  dispose(): Promise<void> {
    return this.#executor.dispose()
  }

  /** Clips and updates, unless something is not finite. @returns the gradient's norm before clipping */
  #update(gradient: Float32Array, loss: number, { step, learningRate }: UpdateOptions): number {
    const { parameters, moments, average } = this.#vectors
    const gradientNorm = Math.sqrt(this.#passes.sumOfSquares(gradient))
    if (!Number.isFinite(loss) || !Number.isFinite(gradientNorm)) return gradientNorm
    const { optimizer, clipNorm, averageDecay } = this.#options
    const scalars = { step, learningRate, gradientScale: clipScale(gradientNorm, clipNorm) }
    applyUpdate(this.#passes, optimizer, { parameters, gradient, moments }, scalars, this.#ranges)
    if (average !== null) {
      const decay = averageDecayAt(step, averageDecay!)
      this.#passes.blend(average, parameters, decay, 1 - decay)
    }
    return gradientNorm
  }
}
