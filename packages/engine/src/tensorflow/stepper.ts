import type { Program, StepperOptions, StepResult, WeightedInputs } from '../engine.ts'
import { errors } from '../errors.ts'
import { describeTensors, type HostTensor, type HostTensors } from '../host-tensor.ts'
import { entryView } from '../layout.ts'
import { momentCount } from '../optimizer/optimizer.ts'
import { updateRanges } from '../optimizer/ranges.ts'
import { type Batch, divide } from '../program/divided-program.ts'
import { takeLoss } from '../program/outputs.ts'
import { type RecordedProgram, valueName } from '../program/record-program.ts'
import type { StateVectors, Stepper, UpdateOptions } from '../training/stepper.ts'
import { type CompileContext, compileModel, runFailed, runModel } from './compile.ts'
import type { GraphSession } from './graph-session.ts'
import { signatureName, stateVectors, tensorName, trainingModel } from './training-model.ts'
import { type FactorGroups, factorGroups, updateScalars } from './update-scalars.ts'

/**
 * Keeps a training state in TensorFlow's variables and updates it there. The vectors are copies in memory, which are refreshed
 * when they are read.
 */
export class TensorFlowStepper implements Stepper {
  readonly #context: CompileContext
  readonly #program: Program
  readonly #options: StepperOptions
  readonly #groups: FactorGroups
  readonly #vectors: StateVectors
  /** Recorded programs by the description of their inputs, in the order of the signatures' indices. */
  readonly #graphs = new Map<string, RecordedProgram>()
  #session: GraphSession | null = null
  /** Which copy of the state is out of date: the vectors in memory, or the variables. */
  #behind: 'vectors' | 'variables' | null = 'variables'
  /** Whether TensorFlow is at work on the state. */
  #busy = false

  /** @throws RomaeError `ENGINE_FACTORS_INVALID` */
  constructor(context: CompileContext, program: Program, options: StepperOptions) {
    const { size } = program.layout
    updateRanges(program.name, program.layout, options.factors ?? {}, size)
    this.#context = context
    this.#program = program
    this.#options = options
    this.#groups = factorGroups(options.factors)
    this.#vectors = {
      parameters: new Float32Array(size),
      moments: Array.from({ length: momentCount(options.optimizer) }, () => new Float32Array(size)),
      average: (options.averageDecay ?? null) === null ? null : new Float32Array(size),
    }
  }

  get parameters(): Float32Array {
    return this.#current().parameters
  }

  get moments(): readonly Float32Array[] {
    return this.#current().moments
  }

  get average(): Float32Array | null {
    return this.#current().average
  }

  write({ parameters, moments, average }: StateVectors): void {
    this.#vectors.parameters.set(parameters)
    for (const [index, moment] of moments.entries()) this.#vectors.moments[index]!.set(moment)
    this.#vectors.average?.set(average!)
    this.#behind = 'variables'
  }

  async step(inputs: HostTensors, options: UpdateOptions): Promise<StepResult> {
    const batch = this.#divide(inputs)
    const graph = await this.#graphFor(inputs, batch)
    const feeds = { ...named(batch.inputs), ...this.#scalars(options) }
    const results = await this.#update(signatureName.step(graph.index), feeds, inputs)
    const outputs = graph.outputs.map((name) => [name, results[valueName.output(name)]!])
    return { ...takeLoss(Object.fromEntries(outputs)), gradientNorm: numberIn(results, tensorName.gradientNorm) }
  }

  async stepMicroBatches(microBatches: readonly WeightedInputs[], options: UpdateOptions) {
    const batches = microBatches.map(({ inputs }) => this.#divide(inputs))
    const indices: number[] = []
    for (const [position, { inputs }] of microBatches.entries()) {
      indices.push((await this.#graphFor(inputs, batches[position]!)).index)
    }
    let loss = 0
    for (const [position, { inputs, weight }] of microBatches.entries()) {
      const signature = position === 0 ? signatureName.first : signatureName.more
      const feeds = { ...named(batches[position]!.inputs), [tensorName.share]: scalar(weight) }
      const results = await this.#run(signature(indices[position]!), feeds, inputs)
      loss += weight * numberIn(results, valueName.output('loss'))
    }
    const feeds = { ...this.#scalars(options), [tensorName.loss]: scalar(loss) }
    const results = await this.#update(signatureName.apply, feeds, microBatches[0]!.inputs)
    return { loss, gradientNorm: numberIn(results, tensorName.gradientNorm) }
  }

  /** The vectors keep the last state. */
  async dispose(): Promise<void> {
    this.#current()
    this.#session?.dispose()
    this.#session = null
  }

  #divide(inputs: HostTensors): Batch {
    return divide(this.#program, inputs, this.#context.tensorFlow.shards)
  }

  #scalars(options: UpdateOptions): HostTensors {
    const scalars = Object.entries(updateScalars(this.#options, this.#groups, options))
    return Object.fromEntries(scalars.map(([name, value]) => [name, scalar(value)]))
  }

  /** Runs a signature that may change the state. */
  async #update(signature: string, feeds: HostTensors, inputs: HostTensors): Promise<HostTensors> {
    const results = await this.#run(signature, feeds, inputs)
    this.#behind = 'vectors'
    return results
  }

  async #run(signature: string, feeds: HostTensors, inputs: HostTensors): Promise<HostTensors> {
    const session = this.#session!
    this.#busy = true
    try {
      return await runModel(this.#program, inputs, async () => {
        if (this.#behind === 'variables') {
          await session.run(signatureName.write, this.#slices())
          this.#behind = null
        }
        return session.run(signature, feeds)
      })
    } finally {
      this.#busy = false
    }
  }

  /** The graph for these inputs. Adding one reloads all graphs, because variables belong to one session. */
  async #graphFor(
    inputs: HostTensors,
    batch: Batch,
  ): Promise<{ readonly index: number; readonly outputs: readonly string[] }> {
    const key = describeTensors(batch.inputs)
    const kind = this.#options.activationCheckpointing ? 'gradient, checkpointed' : 'gradient'
    if (!this.#graphs.has(key)) {
      const { recorded, session } = await compileModel(
        this.#context,
        this.#program,
        inputs,
        batch,
        kind,
        (added, format) =>
          trainingModel(this.#program, this.#options, this.#groups, [...this.#graphs.values(), added], format),
      )
      this.#current()
      this.#session?.dispose()
      this.#session = session
      this.#behind = 'variables'
      this.#graphs.set(key, recorded)
    }
    return { index: [...this.#graphs.keys()].indexOf(key), outputs: this.#graphs.get(key)!.outputs }
  }

  /**
   * The vectors, up to date.
   *
   * @throws RomaeError `ENGINE_BUSY` in the middle of a step, whose state is nobody's; `ENGINE_RUN_FAILED`
   */
  #current(): StateVectors {
    if (this.#behind === 'vectors') {
      if (this.#busy) throw errors.ENGINE_BUSY({ what: `the state of program "${this.#program.name}"` })
      try {
        this.#session!.runNow(signatureName.read, { [tensorName.unused]: scalar(0) }, this.#slices())
      } catch (cause) {
        throw runFailed(this.#program, {}, cause)
      }
      this.#behind = null
    }
    return this.#vectors
  }

  /** Views of the vectors' entries, by the names of the variables. */
  #slices(): HostTensors {
    const { parameters, moments, average } = this.#vectors
    const vectors = [parameters, ...moments, ...(average === null ? [] : [average])]
    const names = stateVectors(this.#options)
    return Object.fromEntries(
      vectors.flatMap((vector, index) =>
        this.#program.layout.entries.map((entry) => [
          tensorName.state(names[index]!, entry.name),
          { data: entryView(vector, entry), shape: entry.shape },
        ]),
      ),
    )
  }
}

function named(inputs: HostTensors): HostTensors {
  return Object.fromEntries(Object.entries(inputs).map(([name, input]) => [valueName.input(name), input]))
}

function scalar(value: number): HostTensor {
  return { data: Float32Array.of(value), shape: [] }
}

function numberIn(results: HostTensors, name: string): number {
  return results[name]!.data[0]!
}
