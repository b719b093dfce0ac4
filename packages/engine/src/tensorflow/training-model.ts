import { addGraph, SavedModelBuilder, type SavedModelOptions, type TensorFlowValue } from '@romae/compiler'
import type { Program, StepperOptions } from '../engine.ts'
import type { FlatLayoutEntry } from '../layout.ts'
import { momentCount } from '../optimizer/optimizer.ts'
import { type RecordedProgram, valueName } from '../program/record-program.ts'
import { addUpdate, type UpdatedEntry } from './update-nodes.ts'
import { type FactorGroups, updateScalars } from './update-scalars.ts'

/**
 * Names of signatures. `step` makes an update. `first` and `more` accumulate the gradients of micro-batches, and `apply`
 * updates with their sum. All but `apply` exist once for each set of input shapes.
 */
export const signatureName = {
  read: 'read',
  write: 'write',
  apply: 'apply',
  step: (graph: number) => `step/${graph}`,
  first: (graph: number) => `first/${graph}`,
  more: (graph: number) => `more/${graph}`,
}

/** Names of a signature's inputs and outputs besides those of the program. */
export const tensorName = {
  state: (vector: string, entry: string) => `${vector}/${entry}`,
  gradientNorm: 'gradientNorm',
  done: 'done',
  /** `first` and `more`: the micro-batch's share of the batch. `apply`: the loss of all micro-batches. */
  share: 'share',
  loss: 'loss',
  /** `read` takes a number, because TensorFlow requires an input. */
  unused: 'unused',
}

/** Names of the vectors of a state, in order: parameters, moments, average. */
export function stateVectors({ optimizer, averageDecay = null }: StepperOptions): readonly string[] {
  const moments = Array.from({ length: momentCount(optimizer) }, (_, index) => `moment${index}`)
  return ['parameters', ...moments, ...(averageDecay === null ? [] : ['average'])]
}

const float32 = { T: { dtype: 'float32' } } as const
const variableType = { dtype: { dtype: 'float32' } } as const
type Values = Record<string, TensorFlowValue>

/** A SavedModel whose variables are a training state, with the steps of a program recorded for several shapes. */
export function trainingModel(
  program: Program,
  options: StepperOptions,
  groups: FactorGroups,
  graphs: readonly RecordedProgram[],
  format: SavedModelOptions,
): SavedModelBuilder {
  return new TrainingModel(program, options, groups, format).build(graphs)
}

class TrainingModel {
  readonly #builder: SavedModelBuilder
  readonly #entries: readonly FlatLayoutEntry[]
  readonly #options: StepperOptions
  readonly #groups: FactorGroups

  constructor(program: Program, options: StepperOptions, groups: FactorGroups, format: SavedModelOptions) {
    this.#builder = new SavedModelBuilder(format)
    this.#entries = program.layout.entries
    this.#options = options
    this.#groups = groups
  }

  build(graphs: readonly RecordedProgram[]): SavedModelBuilder {
    this.#addState()
    for (const [index, recorded] of graphs.entries()) this.#addProgram(index, recorded)
    if (this.#options.microBatches) this.#addApply()
    return this.#builder
  }

  #addState(): void {
    const [written, read]: [Values, Values] = [{}, {}]
    for (const vector of stateVectors(this.#options)) {
      for (const entry of this.#entries) {
        const name = tensorName.state(vector, entry.name)
        const info = infoOf(entry)
        written[name] = this.#builder.placeholder(info)
        read[name] = { name: this.#read(vector, entry), ...info }
      }
    }
    // A variable may keep the memory of a value assigned to it, here a typed array's, and release it on one of TensorFlow's
    // threads. tfjs-node would then drop its reference to the array there, which is allowed on JavaScript's thread only.
    const copies = Object.entries(written).map(([name, value]): [string, TensorFlowValue] => [
      name,
      { ...value, name: this.#builder.node('DeepCopy', [value.name], float32) },
    ])
    const writes = copies.map(([name, value]) => this.#assign(name, value))
    this.#builder.signature(signatureName.read, { [tensorName.unused]: this.#number() }, read)
    this.#builder.signature(signatureName.write, written, { [tensorName.done]: this.#doneAfter(writes) })
  }

  /** The gradient of a program, and the signatures that use it. */
  #addProgram(index: number, { graph }: RecordedProgram): void {
    const values = this.#entries.map((entry) => this.#read('parameters', entry))
    const names: Record<string, string> = {}
    for (const [position, { name }] of this.#entries.entries()) names[valueName.parameter(name)] = values[position]!
    const inputs: Values = {}
    for (const name of graph.inputs) {
      if (names[name] !== undefined) continue
      inputs[name] = this.#builder.placeholder(graph.values[name]!)
      names[name] = inputs[name].name
    }
    const results = addGraph(this.#builder, graph, names)
    const gradients = this.#entries.map(({ name }) => results[valueName.gradient(name)]!.name)
    const outputs = Object.fromEntries(
      graph.outputs
        .filter(({ name }) => name.startsWith(valueName.output('')))
        .map(({ name }) => [name, results[name]!]),
    )
    const loss = valueName.output('loss')
    const readers = [...values, ...Object.values(outputs).map(({ name }) => name)]
    this.#addUpdate(signatureName.step(index), {
      inputs,
      outputs,
      loss: outputs[loss]!.name,
      values,
      gradients,
      readers,
    })
    if (this.#options.microBatches) this.#addMicroBatch(index, inputs, { [loss]: outputs[loss]! }, gradients)
  }

  #addMicroBatch(index: number, inputs: Values, outputs: Values, gradients: readonly string[]): void {
    const share = this.#number()
    const given = { ...inputs, [tensorName.share]: share }
    const shares = gradients.map((gradient) => this.#builder.node('Mul', [gradient, share.name], float32))
    const into = (op: string) =>
      this.#entries.map((entry, position) =>
        this.#builder.node(op, [this.#variable('sum', entry), shares[position]!], variableType),
      )
    for (const [signature, op] of [
      [signatureName.first(index), 'AssignVariableOp'],
      [signatureName.more(index), 'AssignAddVariableOp'],
    ] as const) {
      this.#builder.signature(signature, given, { ...outputs, [tensorName.done]: this.#doneAfter(into(op)) })
    }
  }

  #addApply(): void {
    const loss = this.#number()
    const values = this.#entries.map((entry) => this.#read('parameters', entry))
    const gradients = this.#entries.map((entry) => this.#read('sum', entry))
    const inputs = { [tensorName.loss]: loss }
    this.#addUpdate(signatureName.apply, { inputs, outputs: {}, loss: loss.name, values, gradients, readers: values })
  }

  #addUpdate(
    signature: string,
    step: {
      readonly inputs: Values
      readonly outputs: Values
      readonly loss: string
      readonly values: readonly string[]
      readonly gradients: readonly string[]
      readonly readers: readonly string[]
    },
  ): void {
    const names = Object.keys(updateScalars(this.#options, this.#groups, { step: 1, learningRate: 0 }))
    const scalars = Object.fromEntries(names.map((name) => [name, this.#number()]))
    const moments = stateVectors(this.#options).filter((vector) => vector.startsWith('moment'))
    const keepsAverage = (this.#options.averageDecay ?? null) !== null
    const entries = this.#entries.map(
      (entry, position): UpdatedEntry => ({
        entry,
        value: step.values[position]!,
        gradient: step.gradients[position]!,
        parameter: this.#variable('parameters', entry),
        moments: moments.map((vector) => this.#variable(vector, entry)),
        average: keepsAverage ? this.#variable('average', entry) : null,
      }),
    )
    const { gradientNorm, done } = addUpdate(this.#builder, {
      options: this.#options,
      groups: this.#groups,
      scalars: Object.fromEntries(Object.entries(scalars).map(([name, value]) => [name, value.name])),
      loss: step.loss,
      entries,
      readers: step.readers,
    })
    const outputs = {
      ...step.outputs,
      [tensorName.gradientNorm]: { name: gradientNorm, shape: [], dtype: 'float32' as const },
      [tensorName.done]: { name: done, shape: [], dtype: 'bool' as const },
    }
    this.#builder.signature(signature, { ...step.inputs, ...scalars }, outputs)
  }

  #number(): TensorFlowValue {
    return this.#builder.placeholder({ shape: [], dtype: 'float32' })
  }

  #variable(vector: string, entry: FlatLayoutEntry): string {
    return this.#builder.variable(tensorName.state(vector, entry.name), infoOf(entry))
  }

  #read(vector: string, entry: FlatLayoutEntry): string {
    return this.#builder.node('ReadVariableOp', [this.#variable(vector, entry)], variableType)
  }

  #assign(variable: string, value: TensorFlowValue): string {
    return this.#builder.node('AssignVariableOp', [this.#builder.variable(variable, value), value.name], variableType)
  }

  #doneAfter(changes: readonly string[]): TensorFlowValue {
    const yes = this.#builder.scalar(1, 'bool')
    const name = this.#builder.node('Identity', [yes], { T: { dtype: 'bool' } }, { after: changes })
    return { name, shape: [], dtype: 'bool' }
  }
}

function infoOf({ shape }: FlatLayoutEntry) {
  return { shape, dtype: 'float32' } as const
}
