import type { SavedModelBuilder, SavedModelOptions } from '@romae/compiler'
import type { RomaeError } from '@romae/internal/errors'
import type { CompileEvent } from '../compile-event.ts'
import type { Program } from '../engine.ts'
import { errors, reasonOf } from '../errors.ts'
import { describeTensors, type HostTensors } from '../host-tensor.ts'
import { type Batch, dividedProgram } from '../program/divided-program.ts'
import { type GraphKind, type RecordedProgram, recordOptimized } from '../program/record-program.ts'
import type { GraphSession } from './graph-session.ts'
import type { TensorFlow } from './load.ts'

/** What compiling needs. */
export interface CompileContext {
  readonly tensorFlow: TensorFlow
  /** Whether matrix products are of bfloat16. */
  readonly bf16: boolean
  readonly onCompile: ((event: CompileEvent) => void) | undefined
}

/** A program recorded for some inputs, in a session. */
export interface CompiledModel {
  readonly recorded: RecordedProgram
  readonly session: GraphSession
}

/**
 * Records a program for the shapes and dtypes of the given inputs, writes it as a graph of TensorFlow and opens a session of that.
 *
 * @param batch the inputs, perhaps in shards
 * @param write makes the graph and its signatures
 * @throws What `callProgram`, `differentiateProgram` and the compiler throw; ENGINE_SESSION_FAILED
 */
export async function compileModel(
  { tensorFlow, bf16, onCompile }: CompileContext,
  program: Program,
  inputs: HostTensors,
  batch: Batch,
  kind: GraphKind,
  write: (recorded: RecordedProgram, format: SavedModelOptions) => SavedModelBuilder,
): Promise<CompiledModel> {
  const started = performance.now()
  const { tf } = tensorFlow
  const divided = dividedProgram(tf, program, batch.shards.length)
  const recorded = recordOptimized(tf, divided, batch.inputs, kind, batch.shards)
  const recordedAt = performance.now()
  // TensorFlow would fuse where the backward pass, which makes its own, reads nothing; otherwise than in the second time.
  const model = write(recorded, { bf16, fusedSilu: kind !== 'gradient, checkpointed' })
  const writtenAt = performance.now()
  let session: GraphSession
  try {
    session = await tensorFlow.open(model)
  } catch (cause) {
    const fields = {
      runtime: 'TensorFlow',
      program: program.name,
      inputs: describeTensors(inputs),
      reason: reasonOf(cause),
    }
    throw errors.ENGINE_SESSION_FAILED(fields, cause)
  }
  onCompile?.({
    program: program.name,
    parameters: 'inputs',
    shapes: Object.fromEntries(Object.entries(inputs).map(([name, { shape }]) => [name, [...shape]])),
    nodes: recorded.graph.nodes.length,
    cached: false,
    cacheProblem: null,
    recordMs: recordedAt - started,
    exportMs: writtenAt - recordedAt,
    sessionMs: performance.now() - writtenAt,
    cacheMs: 0,
  })
  return { recorded, session }
}

/**
 * Calls a session for a program.
 *
 * @throws RomaeError `ENGINE_RUN_FAILED`
 */
export async function runModel<Result>(
  program: Program,
  inputs: HostTensors,
  run: () => Result | Promise<Result>,
): Promise<Result> {
  try {
    return await run()
  } catch (cause) {
    throw runFailed(program, inputs, cause)
  }
}

/** What is thrown where a session has failed for a program. */
export function runFailed({ name }: Program, inputs: HostTensors, cause: unknown): RomaeError {
  const fields = { program: name, inputs: describeTensors(inputs), reason: reasonOf(cause) }
  return errors.ENGINE_RUN_FAILED(fields, cause)
}
