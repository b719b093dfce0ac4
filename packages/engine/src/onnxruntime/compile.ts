import type { InferenceSession } from 'onnxruntime-node'
import type { CompileEvent } from '../compile-event.ts'
import { errors, reasonOf } from '../errors.ts'
import type { CachedGraph, GraphCache } from '../graph-cache/graph-cache.ts'
import type { Tfjs } from '../program/call-program.ts'
import type { GraphSource } from './graph-source.ts'

/** A session for one graph. */
export interface CompiledGraph {
  readonly session: InferenceSession
  /** Names of the program's outputs. */
  readonly outputs: readonly string[]
}

/** The interface that `onnxruntime-node` and `onnxruntime-web` share. */
type OnnxRuntime = Pick<typeof import('onnxruntime-node'), 'InferenceSession' | 'Tensor'>

/** Arguments that all compilations of an engine share. */
export interface CompileContext {
  readonly tf: Tfjs
  readonly onnxRuntime: OnnxRuntime
  /** Calls ONNX Runtime, after earlier calls have ended if calls must not overlap. */
  readonly inTurn: <T>(call: () => Promise<T>) => Promise<T>
  readonly sessionOptions: InferenceSession.SessionOptions
  /** Whether the CPU provider computes: the only one on which every fused operator was found correct. */
  readonly onCpu: boolean
  readonly onCompile: ((event: CompileEvent) => void) | undefined
  /** Undefined for no cache. */
  readonly cache?: GraphCache | undefined
}

type GraphFacts = Omit<CachedGraph, 'model'>

/**
 * Compiles the source's program. A graph that is in the cache is neither recorded nor optimised again.
 *
 * @throws What `callProgram`, `differentiateProgram` and the compiler throw; ENGINE_SESSION_FAILED
 */
export async function compileGraph(context: CompileContext, source: GraphSource): Promise<CompiledGraph> {
  return new Compilation(context, source).run()
}

/** Session options for graphs of the cache, which ONNX Runtime has optimised already. */
const optimized = { graphOptimizationLevel: 'disabled' } as const

type Duration = 'recordMs' | 'exportMs' | 'sessionMs' | 'cacheMs'

/** One compilation, with its durations and problems for `onCompile`. */
class Compilation {
  readonly #context: CompileContext
  readonly #source: GraphSource
  readonly #durations: Record<Duration, number> = { recordMs: 0, exportMs: 0, sessionMs: 0, cacheMs: 0 }
  /** A set, because reading and writing may have the same problem. */
  readonly #problems = new Set<string>()

  constructor(context: CompileContext, source: GraphSource) {
    this.#context = context
    this.#source = source
  }

  async run(): Promise<CompiledGraph> {
    const { cache, tf, onCpu } = this.#context
    const { program, inputs, kind } = this.#source
    const known = await this.#timed('cacheMs', () => cache?.programKey(program, inputs, kind))
    const cached = await this.#load(known)
    if (cached) return cached
    const { outputs, nodes, toOnnx } = await this.#timed('recordMs', () => this.#source.record(tf))
    const model = await this.#timed('exportMs', () => toOnnx(onCpu))
    const key = known ?? cache?.modelKey(model)
    // A program without an identity has to be recorded before its graph can be found in the cache.
    const kept = key === known ? undefined : await this.#load(key)
    if (kept) return kept
    const facts = { outputs, nodes }
    const session = await (key === undefined ? this.#createWhole(model) : this.#createAndKeep(key, model, facts))
    return this.#finish(session, facts, false)
  }

  async #load(key: string | undefined): Promise<CompiledGraph | undefined> {
    const { cache } = this.#context
    if (cache === undefined || key === undefined) return undefined
    const { graph, problem } = await this.#timed('cacheMs', () => cache.read(key))
    if (problem !== undefined) this.#problems.add(problem)
    if (graph === undefined) return undefined
    try {
      const session = await this.#createWhole(graph.model, optimized)
      return this.#finish(session, graph, true)
    } catch (cause) {
      this.#problems.add(`ONNX Runtime did not load what was cached: ${reasonOf(cause)}`)
      return undefined
    }
  }

  async #createAndKeep(key: string, model: Uint8Array, facts: GraphFacts): Promise<InferenceSession> {
    const cache = this.#context.cache!
    const { path, problem } = await this.#timed('cacheMs', () => cache.reserve(key))
    if (path === undefined) {
      this.#problems.add(problem!)
      return this.#createWhole(model)
    }
    try {
      const session = await this.#create(model, { optimizedModelFilePath: path })
      const failure = await this.#timed('cacheMs', () => cache.keep(key, path, facts))
      if (failure !== undefined) this.#problems.add(failure)
      return this.#source.complete === undefined ? session : await this.#exchange(session, key, model)
    } catch (cause) {
      await cache.abandon(path)
      // Without the file, the second attempt fails only if the model itself is at fault.
      const session = await this.#createWhole(model)
      this.#problems.add(reasonOf(cause))
      return session
    }
  }

  /** Replaces a session of the cached graph, which has no parameters, by one of the complete model read from the cache. */
  async #exchange(session: InferenceSession, key: string, model: Uint8Array): Promise<InferenceSession> {
    await this.#context.inTurn(() => session.release())
    const { graph } = await this.#timed('cacheMs', () => this.#context.cache!.read(key))
    return graph === undefined ? this.#createWhole(model) : this.#createWhole(graph.model, optimized)
  }

  async #createWhole(model: Uint8Array, options?: InferenceSession.SessionOptions): Promise<InferenceSession> {
    const { complete } = this.#source
    if (complete === undefined) return this.#create(model, options)
    return this.#create(await this.#timed('exportMs', () => complete(model)), options)
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
        program: this.#source.program.name,
        inputs: this.#source.inputs,
        reason: reasonOf(cause),
      }
      throw errors.ENGINE_SESSION_FAILED(fields, cause)
    }
  }

  #finish(session: InferenceSession, { outputs, nodes }: GraphFacts, cached: boolean): CompiledGraph {
    const { program, shapes, parameters } = this.#source
    this.#context.onCompile?.({
      program: program.name,
      shapes,
      parameters,
      nodes,
      cached,
      cacheProblem: this.#problems.size === 0 ? null : [...this.#problems].join('; '),
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
