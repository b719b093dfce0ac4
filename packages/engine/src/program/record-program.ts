import { type Graph, record } from '@romae/compiler'
import type { Program, TensorMap } from '../engine.ts'
import { describeTensors, dtypeOf, type HostTensors } from '../host-tensor.ts'
import { callProgram, differentiateProgram, type Tfjs } from './call-program.ts'

/** Names of a graph's inputs and outputs: kinds are told apart, because a parameter may be named like an input. */
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

/** Records a program for the shapes and dtypes of the given inputs: its outputs, and its gradients if asked. */
export function recordProgram(tf: Tfjs, program: Program, inputs: HostTensors, withGradient: boolean): RecordedProgram {
  const { entries } = program.layout
  const described = describeTensors(inputs)
  let outputNames: readonly string[] = []
  const graph = record(
    (values) => {
      const pick = (names: readonly string[], nameOf: (name: string) => string): TensorMap =>
        Object.fromEntries(names.map((name) => [name, values[nameOf(name)]!]))
      const parameterNames = entries.map((entry) => entry.name)
      const parameters = pick(parameterNames, valueName.parameter)
      const inputTensors = pick(Object.keys(inputs), valueName.input)
      const { outputs, gradients } = withGradient
        ? differentiateProgram(tf, program, parameters, inputTensors, described)
        : { outputs: callProgram(program, parameters, inputTensors, described), gradients: [] }
      outputNames = Object.keys(outputs)
      return Object.fromEntries([
        ...Object.entries(outputs).map(([name, tensor]) => [valueName.output(name), tensor]),
        ...gradients.map((tensor, index) => [valueName.gradient(parameterNames[index]!), tensor]),
      ])
    },
    valueSpecs(program, inputs),
  )
  return { graph, outputs: outputNames }
}

function valueSpecs({ layout }: Program, inputs: HostTensors) {
  const float32 = 'float32' as const
  return Object.fromEntries([
    ...layout.entries.map(({ name, shape }) => [valueName.parameter(name), { shape, dtype: float32 }]),
    ...Object.entries(inputs).map(([name, tensor]) => [
      valueName.input(name),
      { shape: tensor.shape, dtype: dtypeOf(tensor) },
    ]),
  ])
}
