import { optimize, record, toOnnx } from '@romae/compiler'
import type { InferenceSession } from 'onnxruntime-node'
import type { Program, TensorMap } from '../engine.ts'
import type { CompileEvent } from '../engine-options.ts'
import { errors } from '../errors.ts'
import { describeTensors, dtypeOf, type HostTensors } from '../host-tensor.ts'
import { callProgram, differentiateProgram, type Tfjs } from '../program/call-program.ts'
import type { OnnxRuntime } from './load.ts'

/** Names of a compiled graph's values: kinds are told apart, because a parameter may be named like an input. */
export const valueName = {
  parameter: (name: string) => `parameter/${name}`,
  input: (name: string) => `input/${name}`,
  output: (name: string) => `output/${name}`,
  gradient: (name: string) => `gradient/${name}`,
}

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
 * Records a program for the shapes and dtypes of the given inputs, with gradients if asked, and loads it.
 *
 * @throws What `callProgram` and the compiler throw; ENGINE_SESSION_FAILED
 */
export async function compileGraph(
  { tf, onnxRuntime, sessionOptions, onCompile }: CompileContext,
  program: Program,
  inputs: HostTensors,
  withGradient: boolean,
): Promise<CompiledGraph> {
  const described = describeTensors(inputs)
  const outputs: string[] = []
  const started = performance.now()
  const graph = optimize(
    record(
      (values) => {
        const { parameters, inputs: inputTensors } = splitValues(program, inputs, values)
        const results = withGradient
          ? differentiateProgram(tf, program, parameters, inputTensors, described)
          : { outputs: callProgram(program, parameters, inputTensors, described), gradients: [] }
        outputs.push(...Object.keys(results.outputs))
        return Object.fromEntries([
          ...Object.entries(results.outputs).map(([name, tensor]) => [valueName.output(name), tensor]),
          ...results.gradients.map((tensor, index) => [
            valueName.gradient(program.layout.entries[index]!.name),
            tensor,
          ]),
        ])
      },
      valueSpecs(program, inputs),
    ),
  )
  const recorded = performance.now()
  const model = toOnnx(graph)
  const exported = performance.now()
  let session: InferenceSession
  try {
    session = await onnxRuntime.InferenceSession.create(model, sessionOptions)
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw errors.ENGINE_SESSION_FAILED({ program: program.name, inputs: described, reason }, cause)
  }
  onCompile?.({
    program: program.name,
    shapes: Object.fromEntries(Object.entries(inputs).map(([name, { shape }]) => [name, [...shape]])),
    nodes: graph.nodes.length,
    recordMs: recorded - started,
    exportMs: exported - recorded,
    sessionMs: performance.now() - exported,
  })
  return { session, outputs }
}

function valueSpecs(program: Program, inputs: HostTensors) {
  return Object.fromEntries([
    ...program.layout.entries.map(({ name, shape }) => [
      valueName.parameter(name),
      { shape, dtype: 'float32' as const },
    ]),
    ...Object.entries(inputs).map(([name, input]) => [
      valueName.input(name),
      { shape: input.shape, dtype: dtypeOf(input) },
    ]),
  ])
}

function splitValues(program: Program, inputs: HostTensors, values: TensorMap) {
  const pick = (names: readonly string[], valueNameOf: (name: string) => string): TensorMap =>
    Object.fromEntries(names.map((name) => [name, values[valueNameOf(name)]!]))
  return {
    parameters: pick(
      program.layout.entries.map((entry) => entry.name),
      valueName.parameter,
    ),
    inputs: pick(Object.keys(inputs), valueName.input),
  }
}
