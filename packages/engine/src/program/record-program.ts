import {
  type Graph,
  optimize,
  type RecordableFunction,
  recomputeActivations,
  record,
  recordDynamicOnnx,
} from '@romae/compiler'
import type { OpenInput, Program, TensorMap } from '../engine.ts'
import { describeTensors, dtypeOf, type HostTensors } from '../host-tensor.ts'
import { describeOpenInputs } from '../open-inputs.ts'
import { callProgram, differentiateProgram, type Tfjs } from './call-program.ts'

/** Names of a graph's inputs and outputs, with a prefix for each kind: a parameter may have the name of an input. */
export const valueName = {
  parameter: (name: string) => `parameter/${name}`,
  input: (name: string) => `input/${name}`,
  output: (name: string) => `output/${name}`,
  gradient: (name: string) => `gradient/${name}`,
}

/** A graph, and the names of the program's outputs. */
export interface RecordedProgram {
  readonly graph: Graph
  readonly outputs: readonly string[]
}

/** What a graph makes: a program's outputs, or its gradients too; checkpointed, activations are computed again. */
export type GraphKind = 'outputs' | 'gradient' | 'gradient, checkpointed'

/**
 * Records a program for the shapes and dtypes of the given inputs, as the graph that an engine runs.
 *
 * @param shards names of each shard's inputs, where a batch is divided
 */
export function recordOptimized(
  tf: Tfjs,
  program: Program,
  inputs: HostTensors,
  kind: GraphKind,
  shards: readonly (readonly string[])[] = [],
): RecordedProgram {
  const recorded = recordProgram(tf, program, inputs, kind !== 'outputs')
  const graph = optimize(recorded.graph)
  if (kind !== 'gradient, checkpointed') return { ...recorded, graph }
  const forward = recorded.outputs.map(valueName.output)
  const parts = shards.map((names) => names.map(valueName.input))
  return { ...recorded, graph: recomputeActivations(graph, { forward, parts }) }
}

/** Records a program for the shapes and dtypes of the given inputs: its outputs, and its gradients if asked. */
function recordProgram(tf: Tfjs, program: Program, inputs: HostTensors, withGradient: boolean): RecordedProgram {
  const specs = Object.entries(inputs).map(([name, tensor]) => {
    return [name, { shape: tensor.shape, dtype: dtypeOf(tensor) }] as const
  })
  const { fn, outputs } = recordable(tf, program, Object.keys(inputs), describeTensors(inputs), withGradient)
  const graph = record(fn, { ...parameterSpecs(program), ...named(specs, valueName.input) })
  return { graph, outputs: outputs() }
}

/** Records a program for inputs of open sizes, as an ONNX model. */
export function recordOpenProgram(tf: Tfjs, program: Program, inputs: Readonly<Record<string, OpenInput>>) {
  const { fn, outputs } = recordable(tf, program, Object.keys(inputs), describeOpenInputs(inputs), false)
  const specs = { ...parameterSpecs(program), ...named(Object.entries(inputs), valueName.input) }
  const { model, nodes } = recordDynamicOnnx(fn, specs)
  return { model, nodes, outputs: outputs() }
}

/** A program as a function of named tensors; after it was called, `outputs` gives the names of its outputs. */
function recordable(
  tf: Tfjs,
  program: Program,
  inputNames: readonly string[],
  described: string,
  withGradient: boolean,
): { readonly fn: RecordableFunction; readonly outputs: () => readonly string[] } {
  const parameterNames = program.layout.entries.map((entry) => entry.name)
  let outputNames: readonly string[] = []
  const fn: RecordableFunction = (values) => {
    const pick = (names: readonly string[], nameOf: (name: string) => string): TensorMap =>
      Object.fromEntries(names.map((name) => [name, values[nameOf(name)]!]))
    const parameters = pick(parameterNames, valueName.parameter)
    const inputs = pick(inputNames, valueName.input)
    const { outputs, gradients } = withGradient
      ? differentiateProgram(tf, program, parameters, inputs, described)
      : { outputs: callProgram(program, parameters, inputs, described), gradients: [] }
    outputNames = Object.keys(outputs)
    return Object.fromEntries([
      ...Object.entries(outputs).map(([name, tensor]) => [valueName.output(name), tensor]),
      ...gradients.map((tensor, index) => [valueName.gradient(parameterNames[index]!), tensor]),
    ])
  }
  return { fn, outputs: () => outputNames }
}

function parameterSpecs({ layout }: Program) {
  return named(
    layout.entries.map(({ name, shape }) => [name, { shape, dtype: 'float32' as const }]),
    valueName.parameter,
  )
}

function named<Value>(entries: readonly (readonly [string, Value])[], nameOf: (name: string) => string) {
  return Object.fromEntries(entries.map(([name, value]) => [nameOf(name), value]))
}
