import { optimize, toOnnx } from '@romae/compiler'
import type { InferenceSession } from 'onnxruntime-common'
import type { Program } from '../engine.ts'
import type { CompileEvent } from '../engine-options.ts'
import { errors, reasonOf } from '../errors.ts'
import { describeTensors, type HostTensors } from '../host-tensor.ts'
import type { Tfjs } from '../program/call-program.ts'
import { recordProgram } from './record-program.ts'

/** A session for one set of input shapes. */
export interface CompiledGraph {
  readonly session: InferenceSession
  /** Names of the program's outputs. */
  readonly outputs: readonly string[]
}

/** What `onnxruntime-node` and `onnxruntime-web` have in common. */
type OnnxRuntime = Pick<typeof import('onnxruntime-common'), 'InferenceSession' | 'Tensor'>

/** What compiling needs. */
export interface CompileContext {
  readonly tf: Tfjs
  readonly onnxRuntime: OnnxRuntime
  /** Calls ONNX Runtime: at once, or after the calls before, where those of all sessions must not overlap. */
  readonly inTurn: <T>(call: () => Promise<T>) => Promise<T>
  readonly sessionOptions: InferenceSession.SessionOptions
  readonly onCompile: ((event: CompileEvent) => void) | undefined
}

/**
 * Compiles a program for the shapes and dtypes of the given inputs, with gradients if asked.
 *
 * @throws What `callProgram`, `differentiateProgram` and the compiler throw; ENGINE_SESSION_FAILED
 */
export async function compileGraph(
  context: CompileContext,
  program: Program,
  inputs: HostTensors,
  withGradient: boolean,
): Promise<CompiledGraph> {
  const { tf, onCompile } = context
  const started = performance.now()
  const recorded = recordProgram(tf, program, inputs, withGradient)
  const graph = optimize(recorded.graph)
  const optimized = performance.now()
  const model = toOnnx(graph)
  const exported = performance.now()
  const session = await createSession(context, model, program, inputs)
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
  { onnxRuntime, inTurn, sessionOptions }: CompileContext,
  model: Uint8Array,
  program: Program,
  inputs: HostTensors,
): Promise<InferenceSession> {
  try {
    return await inTurn(() => onnxRuntime.InferenceSession.create(model, sessionOptions))
  } catch (cause) {
    const fields = { program: program.name, inputs: describeTensors(inputs), reason: reasonOf(cause) }
    throw errors.ENGINE_SESSION_FAILED(fields, cause)
  }
}
