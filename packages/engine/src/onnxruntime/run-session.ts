import type { InferenceSession, Tensor } from 'onnxruntime-node'
import type { Program } from '../engine.ts'
import { errors, reasonOf } from '../errors.ts'
import { describeTensors, dtypeOf, type HostTensor, type HostTensors } from '../host-tensor.ts'
import { entryView } from '../layout.ts'
import { valueName } from '../program/record-program.ts'
import type { CompileContext } from './compile.ts'

/** ONNX Runtime's tensors by the names of a graph's values. */
export type Tensors = Readonly<Record<string, Tensor>>

/** Runs a session on a program's inputs. @throws RomaeError `ENGINE_RUN_FAILED` */
export async function runSession(
  { onnxRuntime, inTurn }: CompileContext,
  program: Program,
  session: InferenceSession,
  inputs: HostTensors,
  parameters: Tensors,
  fetches: InferenceSession.FetchesType,
): Promise<InferenceSession.ReturnType> {
  const feeds: Record<string, Tensor> = { ...parameters }
  for (const [name, input] of Object.entries(inputs)) {
    feeds[valueName.input(name)] = new onnxRuntime.Tensor(dtypeOf(input), input.data, input.shape)
  }
  try {
    return await inTurn(() => session.run(feeds, fetches))
  } catch (cause) {
    const fields = { program: program.name, inputs: describeTensors(inputs), reason: reasonOf(cause) }
    throw errors.ENGINE_RUN_FAILED(fields, cause)
  }
}

/** Tensors over the entries of a flat vector: ONNX Runtime reads and writes them in place. */
export function entryTensors(
  { onnxRuntime }: CompileContext,
  { layout }: Program,
  vector: Float32Array,
  nameOf: (name: string) => string,
): Tensors {
  const tensors = layout.entries.map((entry) => {
    return [nameOf(entry.name), new onnxRuntime.Tensor('float32', entryView(vector, entry), entry.shape)] as const
  })
  return Object.fromEntries(tensors)
}

/** A program's outputs among a session's results. */
export function programOutputs(outputs: readonly string[], results: InferenceSession.ReturnType): HostTensors {
  return Object.fromEntries(outputs.map((name) => [name, hostTensor(results[valueName.output(name)] as Tensor)]))
}

function hostTensor(tensor: Tensor): HostTensor {
  return { data: tensor.data as Float32Array | Int32Array, shape: tensor.dims }
}
