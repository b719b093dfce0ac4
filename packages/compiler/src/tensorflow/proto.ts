import { encodeMessage, type Messages } from '../protobuf/encode-message.ts'

const repeated = 'repeated'
const string = 'string'

/** The part of TensorFlow's protocol buffers that the exporter writes; numbers are those of its .proto files. */
export const savedModelMessages: Messages = {
  Dim: { fields: { size: { type: 'int64', id: 1 } } },
  TensorShapeProto: { fields: { dim: { rule: repeated, type: 'Dim', id: 2 } } },
  TensorProto: {
    fields: {
      dtype: { type: 'int32', id: 1 },
      tensorShape: { type: 'TensorShapeProto', id: 2 },
      tensorContent: { type: 'bytes', id: 4 },
    },
  },
  AttrValue: {
    oneofs: { value: { oneof: ['s', 'i', 'f', 'b', 'type', 'shape', 'tensor'] } },
    fields: {
      s: { type: 'bytes', id: 2 },
      i: { type: 'int64', id: 3 },
      f: { type: 'float', id: 4 },
      b: { type: 'bool', id: 5 },
      type: { type: 'int32', id: 6 },
      shape: { type: 'TensorShapeProto', id: 7 },
      tensor: { type: 'TensorProto', id: 8 },
    },
  },
  NodeDef: {
    fields: {
      name: { type: string, id: 1 },
      op: { type: string, id: 2 },
      input: { rule: repeated, type: string, id: 3 },
      attr: { keyType: string, type: 'AttrValue', id: 5 },
    },
  },
  VersionDef: { fields: { producer: { type: 'int32', id: 1 } } },
  GraphDef: {
    fields: { node: { rule: repeated, type: 'NodeDef', id: 1 }, versions: { type: 'VersionDef', id: 4 } },
  },
  TensorInfo: {
    fields: {
      name: { type: string, id: 1 },
      dtype: { type: 'int32', id: 2 },
      tensorShape: { type: 'TensorShapeProto', id: 3 },
    },
  },
  SignatureDef: {
    fields: {
      inputs: { keyType: string, type: 'TensorInfo', id: 1 },
      outputs: { keyType: string, type: 'TensorInfo', id: 2 },
      methodName: { type: string, id: 3 },
    },
  },
  MetaInfoDef: { fields: { tags: { rule: repeated, type: string, id: 4 } } },
  MetaGraphDef: {
    fields: {
      metaInfoDef: { type: 'MetaInfoDef', id: 1 },
      graphDef: { type: 'GraphDef', id: 2 },
      signatureDef: { keyType: string, type: 'SignatureDef', id: 5 },
    },
  },
  SavedModel: {
    fields: {
      savedModelSchemaVersion: { type: 'int64', id: 1 },
      metaGraphs: { rule: repeated, type: 'MetaGraphDef', id: 2 },
    },
  },
}

/** Encodes a SavedModel given as plain fields of the messages above. */
export function encodeSavedModel(model: Record<string, unknown>): Uint8Array {
  return encodeMessage(savedModelMessages, 'SavedModel', model)
}

/** Encodes a GraphDef given in the same way. */
export function encodeGraphDef(graph: Record<string, unknown>): Uint8Array {
  return encodeMessage(savedModelMessages, 'GraphDef', graph)
}

/** DataType of TensorFlow's types.proto. */
export const dataTypes = { float32: 1, int32: 3, bool: 10, bfloat16: 14 } as const
