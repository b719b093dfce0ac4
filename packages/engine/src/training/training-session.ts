import type {
  Program,
  SessionOptions,
  StepperOptions,
  StepResult,
  TrainingSession,
  TrainingState,
  WeightedInputs,
} from '../engine.ts'
import { errors } from '../errors.ts'
import { checkInputs, type HostTensors } from '../host-tensor.ts'
import { checkVector } from '../layout.ts'
import { Lifetime } from '../lifetime.ts'
import { checkAverageDecay, checkClipNorm, checkOptimizer, momentCount } from '../optimizer/optimizer.ts'
import { withMemoryErrors } from '../out-of-memory.ts'
import type { EngineContext } from '../program/runtime.ts'
import { HostStepper } from './host-stepper.ts'
import type { StateVectors, Stepper } from './stepper.ts'

/** The state before the first step. A function of its own, because closures of the constructor would keep its vectors alive. */
function initialState(parameters: Float32Array, { optimizer, averageDecay }: StepperOptions): StateVectors {
  const zeros = new Float32Array(parameters.length)
  const moments = Array.from({ length: momentCount(optimizer) }, () => zeros)
  return { parameters, moments, average: averageDecay == null ? null : parameters }
}

/** A training session over a stepper: checks arguments, counts steps and allows one call at a time. */
export class RuntimeTrainingSession implements TrainingSession {
  readonly #program: Program
  readonly #options: StepperOptions
  readonly #rejectNaN: boolean
  readonly #stepper: Stepper
  /** The same stepper, where the session has a communicator. */
  readonly #ranks: HostStepper | null
  readonly #lifetime: Lifetime
  #steps = 0
  #busy = false

  constructor(context: EngineContext, program: Program, options: SessionOptions) {
    const { parameters, ...kept } = options
    const { optimizer, clipNorm, averageDecay = null } = kept
    checkOptimizer(optimizer)
    checkClipNorm(clipNorm)
    checkVector('parameters', parameters, program.layout.size)
    checkAverageDecay(averageDecay)
    const { runtime } = context
    if (kept.activationCheckpointing === true && runtime.recomputesActivations !== true) {
      throw errors.ENGINE_CHECKPOINTING_UNSUPPORTED({ engine: runtime.info.name, device: runtime.info.device })
    }
    // What several ranks add up has to be in memory, wherever the runtime would keep it.
    const inRuntime = kept.communicator === undefined ? runtime.stepper?.(program, kept) : undefined
    const stepper = inRuntime ?? new HostStepper(runtime, program, kept)
    stepper.write(initialState(parameters, kept))
    this.#program = program
    this.#options = kept
    this.#rejectNaN = context.checkInputs
    this.#stepper = stepper
    this.#ranks = kept.communicator !== undefined && stepper instanceof HostStepper ? stepper : null
    this.#lifetime = new Lifetime(this.#what, () => stepper.dispose(), context.lifetime)
  }

  get parameters(): Float32Array {
    return this.#stepper.parameters
  }

  get moments(): readonly Float32Array[] {
    return this.#stepper.moments
  }

  get average(): Float32Array | null {
    return this.#stepper.average
  }

  get steps(): number {
    return this.#steps
  }

  restore({ parameters, moments, average = null, steps }: TrainingState): void {
    this.#checkIdle()
    const { optimizer, averageDecay = null } = this.#options
    const { size } = this.#program.layout
    checkVector('parameters', parameters, size)
    const expected = momentCount(optimizer)
    if (moments.length !== expected) {
      throw errors.ENGINE_VECTOR_WRONG({
        vector: 'moments',
        got: `${moments.length} vectors`,
        expected: `${expected} vectors, as the optimizer "${optimizer.kind}" keeps them`,
      })
    }
    for (const [index, moment] of moments.entries()) checkVector(`moments[${index}]`, moment, size)
    if (averageDecay !== null) checkVector('average', average, size)
    if (!Number.isInteger(steps) || steps < 0) {
      throw errors.ENGINE_VECTOR_WRONG({ vector: 'steps', got: String(steps), expected: 'an integer, at least 0' })
    }
    this.#stepper.write({ parameters, moments, average })
    this.#steps = steps
  }

  async step(inputs: HostTensors | null, { learningRate }: { readonly learningRate: number }): Promise<StepResult> {
    const { name, lossWeight } = this.#program
    const fail = (problem: string) => errors.ENGINE_RANKS_INVALID({ program: name, problem })
    const ranks = this.#ranks
    if (ranks === null) {
      if (inputs === null) throw fail('alone may be without rows: this session has no communicator, and needs inputs')
      return this.#alone(learningRate, [inputs], (step) => this.#stepper.step(inputs, { step, learningRate }))
    }
    const weigh = (rows: HostTensors) => {
      const weight = lossWeight?.(rows) ?? null
      if (weight !== null) return [{ inputs: rows, weight }]
      throw fail('needs the weight of its rows: give the program a lossWeight, or call stepMicroBatches')
    }
    return this.#acrossRanks(ranks, learningRate, () => (inputs === null ? [] : weigh(inputs)))
  }

  async stepMicroBatches(
    microBatches: readonly WeightedInputs[],
    { learningRate }: { readonly learningRate: number },
  ): Promise<Omit<StepResult, 'outputs'>> {
    if (this.#ranks !== null) return this.#acrossRanks(this.#ranks, learningRate, () => microBatches)
    const fail = (problem: string) => errors.ENGINE_MICRO_BATCHES_INVALID({ program: this.#program.name, problem })
    if (!this.#options.microBatches) throw fail('needs a session that was made with microBatches: true')
    if (microBatches.length === 0) throw fail('needs at least one micro-batch')
    const { shares } = this.#weighed(microBatches)
    const inputs = microBatches.map((microBatch) => microBatch.inputs)
    return this.#alone(learningRate, inputs, (step) => this.#stepper.stepMicroBatches(shares, { step, learningRate }))
  }

  /** @param take what this rank has of the batch: what it throws, and what is wrong with it, all ranks are told */
  #acrossRanks(ranks: HostStepper, learningRate: number, take: () => readonly WeightedInputs[]): Promise<StepResult> {
    const rows = () => {
      const microBatches = take()
      const { shares, total } = this.#weighed(microBatches)
      this.#checkInputs(microBatches.map(({ inputs }) => inputs))
      return { microBatches: shares, weight: total }
    }
    return this.#alone(learningRate, [], (step) => ranks.stepAcrossRanks(rows, { step, learningRate }))
  }

  /** Micro-batches with their shares of what all of them weigh. */
  #weighed(microBatches: readonly WeightedInputs[]): { readonly shares: WeightedInputs[]; readonly total: number } {
    for (const [index, { weight }] of microBatches.entries()) {
      if (weight > 0 && Number.isFinite(weight)) continue
      const problem = `needs positive weights; micro-batch ${index} has ${weight}`
      throw errors.ENGINE_MICRO_BATCHES_INVALID({ program: this.#program.name, problem })
    }
    const total = microBatches.reduce((weights, { weight }) => weights + weight, 0)
    return { shares: microBatches.map(({ inputs, weight }) => ({ inputs, weight: weight / total })), total }
  }

  #checkInputs(inputs: readonly HostTensors[]): void {
    for (const microBatch of inputs) checkInputs(this.#program.name, microBatch, this.#rejectNaN)
  }

  dispose(): Promise<void> {
    return this.#lifetime.close()
  }

  /** Runs one step exclusively, and counts it if it made an update. */
  async #alone<Result extends { readonly loss: number; readonly gradientNorm: number }>(
    learningRate: number,
    inputs: readonly HostTensors[],
    run: (step: number) => Promise<Result>,
  ): Promise<Result> {
    this.#checkIdle()
    if (!(Number.isFinite(learningRate) && learningRate >= 0)) throw errors.ENGINE_LEARNING_RATE({ got: learningRate })
    this.#checkInputs(inputs)
    this.#busy = true
    const step = this.#steps + 1
    try {
      const result = await withMemoryErrors(this.#program.name, inputs[0] ?? {}, () =>
        this.#lifetime.use(() => run(step)),
      )
      const { loss, gradientNorm } = result
      if (!Number.isFinite(loss) || !Number.isFinite(gradientNorm)) {
        throw errors.ENGINE_NON_FINITE({ program: this.#program.name, step, loss, gradientNorm })
      }
      this.#steps = step
      return result
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
