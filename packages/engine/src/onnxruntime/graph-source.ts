import { embedTensors, toOnnx } from '@romae/compiler'
import type { CompileEvent } from '../compile-event.ts'
import type { FreezeOptions, Program } from '../engine.ts'
import { describeTensors, type HostTensors } from '../host-tensor.ts'
import { entryView } from '../layout.ts'
import { describeOpenInputs } from '../open-inputs.ts'
import type { Tfjs } from '../program/call-program.ts'
import { type GraphKind, recordOpenProgram, recordOptimized, valueName } from '../program/record-program.ts'

/** A graph as it was recorded. */
interface RecordedGraph {
  /** Names of the program's outputs. */
  readonly outputs: readonly string[]
  readonly nodes: number
  /** @param onCpu whether the CPU provider computes: the only one on which every fused operator was found correct */
  toOnnx(onCpu: boolean): Uint8Array
}

/** A program and its inputs, to be compiled. */
export interface GraphSource {
  readonly program: Program
  /** Names, types and shapes of the inputs, for keys and messages. */
  readonly inputs: string
  readonly kind: GraphKind
  /** For `onCompile`. */
  readonly shapes: CompileEvent['shapes']
  readonly parameters: CompileEvent['parameters']
  record(tf: Tfjs): RecordedGraph
  /** Adds the parameters, which are neither recorded nor cached on disk. */
  complete?(model: Uint8Array): Uint8Array
}

/** A program for the shapes and dtypes of the given inputs. */
export function fixedGraph(program: Program, inputs: HostTensors, kind: GraphKind): GraphSource {
  return {
    program,
    inputs: describeTensors(inputs),
    kind,
    shapes: mapShapes(inputs),
    parameters: 'inputs',
    record(tf) {
      const { graph, outputs } = recordOptimized(tf, program, inputs, kind)
      return {
        outputs,
        nodes: graph.nodes.length,
        toOnnx: (onCpu) => toOnnx(graph, { fusedInverseRms: onCpu }),
      }
    },
  }
}

/**
 * A program for inputs of open sizes, with its parameters as constants unless they are too large.
 *
 * Graphs are recorded and cached on disk without parameters, so that all models of a configuration share one.
 */
export function openGraph(program: Program, { parameters, inputs }: FreezeOptions, embedded: boolean): GraphSource {
  return {
    program,
    inputs: `open ${describeOpenInputs(inputs)}`,
    kind: 'outputs',
    shapes: mapShapes(inputs),
    parameters: embedded ? 'embedded' : 'too large',
    record(tf) {
      const { outputs, nodes, model } = recordOpenProgram(tf, program, inputs)
      return { outputs, nodes, toOnnx: () => model }
    },
    ...(embedded && {
      complete(model) {
        const tensors = program.layout.entries.map((entry) => {
          return [valueName.parameter(entry.name), { shape: entry.shape, data: entryView(parameters, entry) }] as const
        })
        return embedTensors(model, Object.fromEntries(tensors))
      },
    }),
  }
}

function mapShapes<Size>(inputs: Readonly<Record<string, { readonly shape: readonly Size[] }>>) {
  return Object.fromEntries(Object.entries(inputs).map(([name, { shape }]) => [name, [...shape]]))
}
