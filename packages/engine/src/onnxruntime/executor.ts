import type { Tensor } from 'onnxruntime-node'
import type { Program } from '../engine.ts'
import { describeTensors, type HostTensors } from '../host-tensor.ts'
import { type GraphKind, valueName } from '../program/record-program.ts'
import type { Executor, ExecutorOptions } from '../program/runtime.ts'
import { type CompileContext, type CompiledGraph, compileGraph } from './compile.ts'
import { fixedGraph } from './graph-source.ts'
import { entryTensors, programOutputs, runSession, type Tensors } from './run-session.ts'

/** Arguments that all executors of an engine share. */
export interface ExecutorContext extends CompileContext {
  /** Whether ONNX Runtime writes into output tensors that it is given; onnxruntime-web leaves them unchanged. */
  readonly writesInPlace: boolean
}

/** Runs one program in ONNX Runtime sessions, one per set of input shapes. */
export class OnnxRuntimeExecutor implements Executor {
  readonly #context: ExecutorContext
  readonly #program: Program
  readonly #gradient: GraphKind
  readonly #graphs = new Map<string, Promise<CompiledGraph>>()
  /** Tensors over the entries of a flat vector, made once per vector: ONNX Runtime reads and writes them in place. */
  readonly #parameterTensors = new WeakMap<Float32Array, Tensors>()
  readonly #gradientTensors = new WeakMap<Float32Array, Tensors>()

  constructor(context: ExecutorContext, program: Program, { activationCheckpointing = false }: ExecutorOptions = {}) {
    this.#context = context
    this.#program = program
    this.#gradient = activationCheckpointing ? 'gradient, checkpointed' : 'gradient'
  }

  async run(parameters: Float32Array, inputs: HostTensors, gradient?: Float32Array): Promise<HostTensors> {
    const { session, outputs } = await this.#graph(inputs, gradient === undefined ? 'outputs' : this.#gradient)
    const views = this.#views(this.#parameterTensors, parameters, valueName.parameter)
    const gradients: Tensors = gradient ? this.#views(this.#gradientTensors, gradient, valueName.gradient) : {}
    // ONNX Runtime allocates an output that is null, and writes in place into one that is a tensor.
    const fetches: Record<string, Tensor | null> = { ...gradients }
    if (!this.#context.writesInPlace) for (const name of Object.keys(gradients)) fetches[name] = null
    for (const name of outputs) fetches[valueName.output(name)] = null
    const results = await runSession(this.#context, this.#program, session, inputs, views, fetches)
    if (!this.#context.writesInPlace) {
      for (const [name, view] of Object.entries(gradients)) {
        ;(view.data as Float32Array).set(results[name]!.data as Float32Array)
      }
    }
    return programOutputs(outputs, results)
  }

  async dispose(): Promise<void> {
    const graphs = await Promise.allSettled(this.#graphs.values())
    this.#graphs.clear()
    for (const graph of graphs) {
      if (graph.status === 'fulfilled') await this.#context.inTurn(() => graph.value.session.release())
    }
  }

  /** The session for these shapes. Concurrent calls share one compilation; a failed one is tried again. */
  #graph(inputs: HostTensors, kind: GraphKind): Promise<CompiledGraph> {
    const key = `${kind} ${describeTensors(inputs)}`
    let graph = this.#graphs.get(key)
    if (!graph) {
      graph = compileGraph(this.#context, fixedGraph(this.#program, inputs, kind))
      this.#graphs.set(key, graph)
      graph.catch(() => this.#graphs.delete(key))
    }
    return graph
  }

  #views(cache: WeakMap<Float32Array, Tensors>, vector: Float32Array, nameOf: (name: string) => string): Tensors {
    let views = cache.get(vector)
    if (!views) {
      views = entryTensors(this.#context, this.#program, vector, nameOf)
      cache.set(vector, views)
    }
    return views
  }
}
