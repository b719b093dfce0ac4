import { savedModel } from '@romae/compiler'
import type { Program } from '../engine.ts'
import { describeTensors, type HostTensors } from '../host-tensor.ts'
import { entryView } from '../layout.ts'
import { type Batch, divide } from '../program/divided-program.ts'
import { type GraphKind, valueName } from '../program/record-program.ts'
import type { Executor, ExecutorOptions } from '../program/runtime.ts'
import { type CompileContext, type CompiledModel, compileModel, runModel } from './compile.ts'

/** The signature of a SavedModel that has one. */
const signature = 'serving_default'

/** Runs one program in TensorFlow sessions, one per set of input shapes. */
export class TensorFlowExecutor implements Executor {
  readonly #context: CompileContext
  readonly #program: Program
  readonly #gradient: GraphKind
  readonly #models = new Map<string, Promise<CompiledModel>>()

  constructor(context: CompileContext, program: Program, { activationCheckpointing = false }: ExecutorOptions = {}) {
    this.#context = context
    this.#program = program
    this.#gradient = activationCheckpointing ? 'gradient, checkpointed' : 'gradient'
  }

  async run(parameters: Float32Array, inputs: HostTensors, gradient?: Float32Array): Promise<HostTensors> {
    const { entries } = this.#program.layout
    const batch = divide(this.#program, inputs, this.#context.tensorFlow.shards)
    const { recorded, session } = await this.#model(inputs, batch, gradient === undefined ? 'outputs' : this.#gradient)
    const feeds = Object.fromEntries([
      ...entries.map((entry) => [
        valueName.parameter(entry.name),
        { data: entryView(parameters, entry), shape: entry.shape },
      ]),
      ...Object.entries(batch.inputs).map(([name, input]) => [valueName.input(name), input]),
    ])
    const into = Object.fromEntries(
      (gradient === undefined ? [] : entries).map((entry) => [
        valueName.gradient(entry.name),
        { data: entryView(gradient!, entry), shape: entry.shape },
      ]),
    )
    const results = await runModel(this.#program, inputs, () => session.run(signature, feeds, into))
    return Object.fromEntries(recorded.outputs.map((name) => [name, results[valueName.output(name)]!]))
  }

  async dispose(): Promise<void> {
    const models = await Promise.allSettled(this.#models.values())
    this.#models.clear()
    for (const model of models) {
      if (model.status === 'fulfilled') model.value.session.dispose()
    }
  }

  /** The session for these shapes; calls that come while it is compiled share it, and a failure is not kept. */
  #model(inputs: HostTensors, batch: Batch, kind: GraphKind): Promise<CompiledModel> {
    const key = `${kind} ${describeTensors(inputs)}`
    let model = this.#models.get(key)
    if (!model) {
      model = compileModel(this.#context, this.#program, inputs, batch, kind, ({ graph }, format) =>
        savedModel(graph, format),
      )
      this.#models.set(key, model)
      model.catch(() => this.#models.delete(key))
    }
    return model
  }
}
