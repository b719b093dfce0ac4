import { fieldsOf } from './fields.ts'

/** A message type of an ONNX file: by field number, the types of the fields that can contain a tensor. */
interface Message {
  readonly [field: number]: Message | typeof external
}

/** The field of a tensor that names the file of its data. */
const external = 'external'

// Numbers of onnx.proto.
const tensor: Message = { 13: external }
const sparseTensor: Message = { 1: tensor, 2: tensor }
const graph: { [field: number]: Message } = {}
const attribute: Message = { 5: tensor, 6: graph, 10: tensor, 11: graph, 22: sparseTensor, 23: sparseTensor }
const node: Message = { 5: attribute }
Object.assign(graph, { 1: node, 5: tensor, 15: sparseTensor })
const training: Message = { 1: graph, 2: graph }
const localFunction: Message = { 7: node, 11: attribute }
const model: Message = { 7: graph, 20: training, 25: localFunction }

/**
 * Whether an ONNX file keeps tensor data in other files, which loading it would read from any path that it names.
 *
 * @throws Error for what is no ONNX file
 */
export function hasExternalData(file: Uint8Array): boolean {
  return leadsOutside(file, model)
}

function leadsOutside(message: Uint8Array, kind: Message): boolean {
  for (const { number, content } of fieldsOf(message)) {
    const inner = kind[number]
    if (inner === external || (inner !== undefined && leadsOutside(content, inner))) return true
  }
  return false
}
