import { describe, expect, it } from 'vitest'
import { createEngine } from './create-engine.ts'
import type { EngineName } from './engine.ts'
import { onnxruntimeNode } from './onnxruntime-node/index.ts'
import { onnxruntimeWeb } from './onnxruntime-web/index.ts'
import { providerByName } from './provider-by-name.ts'
import { tensorflow } from './tensorflow/index.ts'
import { tfjs } from './tfjs/index.ts'

const error = (code: string, text: string) =>
  expect.objectContaining({ code, message: expect.stringContaining(text) as unknown })

describe('providers', () => {
  it('take options of their own alone, which is a type error too', () => {
    // @ts-expect-error
    expect(() => tfjs({ threads: 2 })).toThrow(error('ENGINE_OPTION_UNKNOWN', 'tfjs has no option "threads"'))
    // @ts-expect-error
    expect(() => onnxruntimeNode({ shards: 2 })).toThrow(error('ENGINE_OPTION_UNKNOWN', '"shards"'))
    // @ts-expect-error
    expect(() => onnxruntimeNode({ wasmPaths: '/' })).toThrow(error('ENGINE_OPTION_UNKNOWN', '"wasmPaths"'))
    // @ts-expect-error
    expect(() => onnxruntimeWeb({ cacheDirectory: null })).toThrow(error('ENGINE_OPTION_UNKNOWN', '"cacheDirectory"'))
    // @ts-expect-error
    expect(() => tensorflow({ spinDuration: 1 })).toThrow(error('ENGINE_OPTION_UNKNOWN', '"spinDuration"'))
    // @ts-expect-error
    expect(() => onnxruntimeNode({ device: 'gpu' })).toThrow(error('ENGINE_OPTION_INVALID', 'got "gpu"'))
  })

  it.each<[string, EngineName, Readonly<Record<string, unknown>>]>([
    ['threads must be an integer of at least 1; got 0', 'onnxruntime-node', { threads: 0 }],
    ['threads must be an integer of at least 1; got 1.5', 'onnxruntime-web', { threads: 1.5 }],
    ['threads must be an integer of at least 1; got "2"', 'tensorflow', { threads: '2' }],
    ['shards must be an integer of at least 1; got 0', 'tensorflow', { shards: 0 }],
    ['spinDuration must be an integer of at least 0; got -1', 'onnxruntime-node', { spinDuration: -1 }],
    ['cacheDirectory must be the path of a folder, or null; got ""', 'onnxruntime-node', { cacheDirectory: '' }],
    ['cacheDirectory must be the path of a folder, or null; got false', 'onnxruntime-node', { cacheDirectory: false }],
    ['tf32 needs device to be "cuda"', 'onnxruntime-node', { tf32: true }],
    ['device must be one of auto, cpu, webgpu; got "cuda"', 'onnxruntime-web', { device: 'cuda' }],
    ['wasmPaths must be the URL of a folder', 'onnxruntime-web', { wasmPaths: {} }],
    ['device must be one of auto, cpu, gpu; got "webgpu"', 'tensorflow', { device: 'webgpu' }],
    ['bf16 must be true or false; got 1', 'tensorflow', { bf16: 1 }],
    ['bf16 cannot be given beside eager', 'tensorflow', { bf16: true, eager: true }],
    ['backend must be the name of a backend; got 3', 'tfjs', { backend: 3 }],
  ])('say that %s', (text, name, options) => {
    expect(() => providerByName(name, options)).toThrow(error('ENGINE_OPTION_INVALID', text))
  })
})

describe('providerByName', () => {
  it('gives options that were typed to the engine that was named', async () => {
    const engine = await createEngine(providerByName('onnxruntime-node', { threads: 1 }))
    expect(engine.info).toMatchObject({ name: 'onnxruntime-node', threads: 1 })
    await engine.dispose()
  })

  it('refuses an unknown option and names the nearest', () => {
    const text = '(did you mean "threads"?)'
    for (const name of ['auto', 'onnxruntime-node', 'onnxruntime-web', 'tensorflow']) {
      expect(() => providerByName(name, { thread: 2 })).toThrow(error('ENGINE_OPTION_UNKNOWN', text))
    }
  })

  it.each(['onnxruntime-nod', 'constructor', ''])('refuses the name %j, and names the nearest or all', (name) => {
    const text = name === 'onnxruntime-nod' ? 'did you mean "onnxruntime-node"' : 'auto, onnxruntime-node'
    expect(() => providerByName(name)).toThrow(error('ENGINE_NAME_UNKNOWN', text))
  })

  it('gives options of auto to ONNX Runtime', async () => {
    const engine = await createEngine(providerByName('auto', { threads: 1 }))
    expect(engine.info).toMatchObject({ name: 'onnxruntime-node', threads: 1, reason: expect.stringContaining('auto') })
    await engine.dispose()
    expect(() => providerByName('auto', { device: 'gpu' })).toThrow(error('ENGINE_OPTION_INVALID', 'webgpu, cuda'))
  })
})
