import { optimize, toOnnx } from '@romae/compiler'
import type { InferenceSession } from 'onnxruntime-node'
import type { Program } from '../engine.ts'
import type { CompileEvent } from '../engine-options.ts'
import { errors, reasonOf } from '../errors.ts'
import type { CachedGraph, GraphCache } from '../graph-cache/graph-cache.ts'
import { describeTensors, type HostTensors } from '../host-tensor.ts'
import type { Tfjs } from '../program/call-program.ts'
import { recordProgram } from '../program/record-program.ts'

/** A session for one set of input shapes. */
export interface CompiledGraph {
  readonly session: InferenceSession
  /** Names of the program's outputs. */
  readonly outputs: readonly string[]
}

/** What `onnxruntime-node` and `onnxruntime-web` have in common. */
type OnnxRuntime = Pick<typeof import('onnxruntime-node'), 'InferenceSession' | 'Tensor'>

/** What compiling needs. */
export interface CompileContext {
  readonly tf: Tfjs
  readonly onnxRuntime: OnnxRuntime
  /** Calls ONNX Runtime: at once, or after the calls before, where those of all sessions must not overlap. */
  readonly inTurn: <T>(call: () => Promise<T>) => Promise<T>
  readonly sessionOptions: InferenceSession.SessionOptions
  /** Whether the CPU provider computes, on which every fused operator was found right. */
  readonly onCpu: boolean
  readonly onCompile: ((event: CompileEvent) => void) | undefined
  /** Undefined: none. */
  readonly cache?: GraphCache | undefined
}

type GraphFacts = Omit<CachedGraph, 'model'>

/**
 * Compiles a program for the shapes and dtypes of the given inputs, with gradients if asked. What the context's cache has
 * is neither recorded nor optimised again.
 *
 * @throws What `callProgram`, `differentiateProgram` and the compiler throw; ENGINE_SESSION_FAILED
 */
export async function compileGraph(
  context: CompileContext,
  program: Program,
  inputs: HostTensors,
  withGradient: boolean,
): Promise<CompiledGraph> {
  return new Compilation(context, program, inputs, withGradient).run()
}

type Duration = 'recordMs' | 'exportMs' | 'sessionMs' | 'cacheMs'

/** One compilation, and what is to be reported of it. */
class Compilation {
  readonly #context: CompileContext
  readonly #program: Program
  readonly #inputs: HostTensors
  readonly #withGradient: boolean
  readonly #durations: Record<Duration, number> = { recordMs: 0, exportMs: 0, sessionMs: 0, cacheMs: 0 }
  readonly #problems: string[] = []

  constructor(context: CompileContext, program: Program, inputs: HostTensors, withGradient: boolean) {
    this.#context = context
    this.#program = program
    this.#inputs = inputs
    this.#withGradient = withGradient
  }

  async run(): Promise<CompiledGraph> {
    const { cache } = this.#context
    const known = await this.#timed('cacheMs', () => cache?.programKey(this.#program, this.#inputs, this.#withGradient))
    const cached = await this.#load(known)
    if (cached) return cached
    const { graph, outputs } = await this.#timed('recordMs', () => this.#record())
    const model = await this.#timed('exportMs', () => toOnnx(graph, { fusedInverseRms: this.#context.onCpu }))
    const key = known ?? cache?.modelKey(model)
    // Recorded, a program of unknown identity turns out to be one whose graph is there already.
    const optimized = key === known ? undefined : await this.#load(key)
    if (optimized) return optimized
    const facts = { outputs, nodes: graph.nodes.length }
    const session = await (key === undefined ? this.#create(model) : this.#createAndKeep(key, model, facts))
    return this.#finish(session, facts, false)
  }

  #record() {
    const recorded = recordProgram(this.#context.tf, this.#program, this.#inputs, this.#withGradient)
    return { graph: optimize(recorded.graph), outputs: recorded.outputs }
  }

  async #load(key: string | undefined): Promise<CompiledGraph | undefined> {
    const { cache } = this.#context
    if (cache === undefined || key === undefined) return undefined
    const { graph, problem } = await this.#timed('cacheMs', () => cache.read(key))
    if (problem !== undefined) this.#problems.push(problem)
    if (graph === undefined) return undefined
    try {
      // What is in the cache is optimised.
      const session = await this.#create(graph.model, { graphOptimizationLevel: 'disabled' })
      return this.#finish(session, graph, true)
    } catch (cause) {
      this.#problems.push(`ONNX Runtime did not load what was cached: ${reasonOf(cause)}`)
      return undefined
    }
  }

  async #createAndKeep(key: string, model: Uint8Array, facts: GraphFacts): Promise<InferenceSession> {
    const cache = this.#context.cache!
    const { path, problem } = await this.#timed('cacheMs', () => cache.reserve(key))
    if (path === undefined) {
      this.#problems.push(problem!)
      return this.#create(model)
    }
    try {
      const session = await this.#create(model, { optimizedModelFilePath: path })
      const failure = await this.#timed('cacheMs', () => cache.keep(key, path, facts))
      if (failure !== undefined) this.#problems.push(failure)
      return session
    } catch (cause) {
      await cache.abandon(path)
      // Whether it was the model or the file, the second attempt shows.
      const session = await this.#create(model)
      this.#problems.push(reasonOf(cause))
      return session
    }
  }

  async #create(model: Uint8Array, options: InferenceSession.SessionOptions = {}): Promise<InferenceSession> {
    const { onnxRuntime, inTurn, sessionOptions } = this.#context
    try {
      return await this.#timed('sessionMs', () =>
        inTurn(() => onnxRuntime.InferenceSession.create(model, { ...sessionOptions, ...options })),
      )
    } catch (cause) {
      const fields = {
        runtime: 'ONNX Runtime',
        program: this.#program.name,
        inputs: describeTensors(this.#inputs),
        reason: reasonOf(cause),
      }
      throw errors.ENGINE_SESSION_FAILED(fields, cause)
    }
  }

  #finish(session: InferenceSession, { outputs, nodes }: GraphFacts, cached: boolean): CompiledGraph {
    const shapes = Object.entries(this.#inputs).map(([name, { shape }]) => [name, [...shape]])
    this.#context.onCompile?.({
      program: this.#program.name,
      shapes: Object.fromEntries(shapes),
      nodes,
      cached,
      cacheProblem: this.#problems.length === 0 ? null : this.#problems.join('; '),
      ...this.#durations,
    })
    return { session, outputs }
  }

  async #timed<T>(duration: Duration, work: () => T | Promise<T>): Promise<T> {
    const started = performance.now()
    try {
      return await work()
    } finally {
      this.#durations[duration] += performance.now() - started
    }
  }
}
