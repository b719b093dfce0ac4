import { optimize, toOnnx } from '@romae/compiler'
import type { InferenceSession } from 'onnxruntime-node'
import type { Program } from '../engine.ts'
import type { CompileEvent } from '../engine-options.ts'
import { errors, reasonOf } from '../errors.ts'
import { describeTensors, type HostTensors } from '../host-tensor.ts'
import type { Tfjs } from '../program/call-program.ts'
import type { OnnxRuntime } from './load.ts'
import { recordProgram } from './record-program.ts'

/** A session for one set of input shapes. */
export interface CompiledGraph {
  readonly session: InferenceSession
  /** Names of the program's outputs. */
  readonly outputs: readonly string[]
}

/** What compiling needs. */
export interface CompileContext {
  readonly tf: Tfjs
  readonly onnxRuntime: OnnxRuntime
  readonly sessionOptions: InferenceSession.SessionOptions
  readonly onCompile: ((event: CompileEvent) => void) | undefined
}

/**
 * Compiles a program for the shapes and dtypes of the given inputs, with gradients if asked.
 *
 * @throws What `callProgram`, `differentiateProgram` and the compiler throw; ENGINE_SESSION_FAILED
 */
export async function compileGraph(
  { tf, onnxRuntime, sessionOptions, onCompile }: CompileContext,
  program: Program,
  inputs: HostTensors,
  withGradient: boolean,
): Promise<CompiledGraph> {
  const started = performance.now()
  const recorded = recordProgram(tf, program, inputs, withGradient)
  const graph = optimize(recorded.graph)
  const optimized = performance.now()
  const model = toOnnx(graph)
  const exported = performance.now()
  const session = await createSession(onnxRuntime, model, sessionOptions, program, inputs)
  onCompile?.({
    program: program.name,
    shapes: Object.fromEntries(Object.entries(inputs).map(([name, { shape }]) => [name, [...shape]])),
    nodes: graph.nodes.length,
    recordMs: optimized - started,
    exportMs: exported - optimized,
    sessionMs: performance.now() - exported,
  })
  return { session, outputs: recorded.outputs }
}

async function createSession(
  onnxRuntime: OnnxRuntime,
  model: Uint8Array,
  sessionOptions: InferenceSession.SessionOptions,
  program: Program,
  inputs: HostTensors,
): Promise<InferenceSession> {
  try {
    return await onnxRuntime.InferenceSession.create(model, sessionOptions)
  } catch (cause) {
    const fields = { program: program.name, inputs: describeTensors(inputs), reason: reasonOf(cause) }
    throw errors.ENGINE_SESSION_FAILED(fields, cause)
  }
}
