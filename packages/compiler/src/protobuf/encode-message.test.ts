import protobuf from 'protobufjs/light.js'
import { expect, it } from 'vitest'
import { onnxMessages } from '../onnx/proto.ts'
import { savedModelMessages } from '../tensorflow/proto.ts'
import { encodeMessage, type Messages } from './encode-message.ts'

/** As protobufjs has it, which makes functions of the same descriptors. */
const byProtobufjs = (messages: Messages, name: string, message: Record<string, unknown>) =>
  protobuf.Root.fromJSON({ nested: messages as never })
    .lookupType(name)
    .encode(message)
    .finish()

const onnx = {
  irVersion: 8,
  producerName: 'näme',
  graph: {
    name: '',
    node: [
      {
        input: ['a', ''],
        output: ['b'],
        opType: 'Add',
        attribute: [
          { name: 'axis', i: -1, type: 2 },
          { name: 'alpha', f: 0.1, type: 1 },
          { name: 'axes', ints: [0, -2, 2 ** 40], type: 7 },
          { name: 'mode', s: new TextEncoder().encode('x'), type: 3 },
        ],
      },
    ],
    initializer: [{ dims: [2, 300], dataType: 1, name: 'w', rawData: new Uint8Array(2400).fill(7) }],
    input: [{ name: 'a', type: { tensorType: { elemType: 1, shape: { dim: [{ dimValue: 3 }, { dimParam: 'n' }] } } } }],
    output: [],
  },
  opsetImport: [{ domain: '', version: 17 }, { version: 1 }],
}

const savedModel = {
  savedModelSchemaVersion: 1,
  metaGraphs: [
    {
      metaInfoDef: { tags: ['serve'] },
      graphDef: {
        node: [
          {
            name: 'x',
            op: 'Const',
            input: [],
            attr: { dtype: { type: 1 }, b: { b: false }, f: { f: -0 }, i: { i: 0 } },
          },
        ],
        versions: { producer: 1087 },
      },
      signatureDef: {
        serving: { inputs: { x: { name: 'x:0', dtype: 1, tensorShape: { dim: [{ size: -1 }] } } }, methodName: 'p' },
      },
    },
  ],
}

it.each([
  ['ModelProto', onnxMessages, onnx],
  ['SavedModel', savedModelMessages, savedModel],
] as const)('writes %s byte for byte as protobufjs does', (name, messages, message) => {
  const written = new Uint8Array(encodeMessage(messages, name, message))
  expect(written).toEqual(new Uint8Array(byProtobufjs(messages, name, message)))
})

it('makes no functions of texts, which a content security policy would forbid', () => {
  const original = globalThis.Function
  globalThis.Function = (() => {
    throw new Error('a function of a text')
  }) as never
  try {
    expect(encodeMessage(onnxMessages, 'ModelProto', onnx).length).toBeGreaterThan(2400)
  } finally {
    globalThis.Function = original
  }
})

it('knows the messages that it is given', () => {
  expect(() => encodeMessage(onnxMessages, 'Model', {})).toThrow('there is no message Model')
})
