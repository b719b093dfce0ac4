import { encodeMessage, type Messages } from '../protobuf/encode-message.ts'

const repeated = 'repeated'

/** The part of onnx.proto (ONNX IR version 8) that the exporter writes; numbers are those of onnx.proto. */
export const onnxMessages: Messages = {
  OperatorSetIdProto: { fields: { domain: { type: 'string', id: 1 }, version: { type: 'int64', id: 2 } } },
  AttributeProto: {
    fields: {
      name: { type: 'string', id: 1 },
      f: { type: 'float', id: 2 },
      i: { type: 'int64', id: 3 },
      s: { type: 'bytes', id: 4 },
      ints: { rule: repeated, type: 'int64', id: 8 },
      type: { type: 'int32', id: 20 },
    },
  },
  TensorProto: {
    fields: {
      dims: { rule: repeated, type: 'int64', id: 1 },
      dataType: { type: 'int32', id: 2 },
      name: { type: 'string', id: 8 },
      rawData: { type: 'bytes', id: 9 },
    },
  },
  Dimension: { fields: { dimValue: { type: 'int64', id: 1 }, dimParam: { type: 'string', id: 2 } } },
  TensorShapeProto: { fields: { dim: { rule: repeated, type: 'Dimension', id: 1 } } },
  TensorType: { fields: { elemType: { type: 'int32', id: 1 }, shape: { type: 'TensorShapeProto', id: 2 } } },
  TypeProto: { fields: { tensorType: { type: 'TensorType', id: 1 } } },
  ValueInfoProto: { fields: { name: { type: 'string', id: 1 }, type: { type: 'TypeProto', id: 2 } } },
  NodeProto: {
    fields: {
      input: { rule: repeated, type: 'string', id: 1 },
      output: { rule: repeated, type: 'string', id: 2 },
      name: { type: 'string', id: 3 },
      opType: { type: 'string', id: 4 },
      attribute: { rule: repeated, type: 'AttributeProto', id: 5 },
      domain: { type: 'string', id: 7 },
    },
  },
  GraphProto: {
    fields: {
      node: { rule: repeated, type: 'NodeProto', id: 1 },
      name: { type: 'string', id: 2 },
      initializer: { rule: repeated, type: 'TensorProto', id: 5 },
      input: { rule: repeated, type: 'ValueInfoProto', id: 11 },
      output: { rule: repeated, type: 'ValueInfoProto', id: 12 },
    },
  },
  ModelProto: {
    fields: {
      irVersion: { type: 'int64', id: 1 },
      producerName: { type: 'string', id: 2 },
      graph: { type: 'GraphProto', id: 7 },
      opsetImport: { rule: repeated, type: 'OperatorSetIdProto', id: 8 },
    },
  },
}

/** Encodes a model given as plain fields of the messages above. */
export function encodeModel(model: Record<string, unknown>): Uint8Array {
  return encodeMessage(onnxMessages, 'ModelProto', model)
}

/** TensorProto.DataType. */
export const dataTypes = { float32: 1, int32: 6, int64: 7, bool: 9, float16: 10, double: 11 } as const
