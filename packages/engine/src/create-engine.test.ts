import { createRequire } from 'node:module'
import { availableParallelism } from 'node:os'
import * as tf from '@tensorflow/tfjs'
import { afterEach, describe, expect, it } from 'vitest'
import { createEngine } from './create-engine.ts'
import type { Engine } from './engine.ts'
import type { EngineOptions } from './engine-options.ts'
import { loadOnnxRuntime } from './onnxruntime-node/load.ts'
import { initialParameters, mlp, mlpInputs } from './testing/programs.ts'

const code = (expected: string) => expect.objectContaining({ code: expected })
const message = (pattern: RegExp) => expect.objectContaining({ message: expect.stringMatching(pattern) })

describe('createEngine', () => {
  const engines: Engine[] = []
  const create = async (options?: EngineOptions) => {
    const engine = await createEngine(options)
    engines.push(engine)
    return engine
  }
  afterEach(() => Promise.all(engines.splice(0).map((engine) => engine.dispose())))

  it('takes onnxruntime-node where it can be imported, on all cores', async () => {
    const { info } = await create()
    expect(info).toMatchObject({ name: 'onnxruntime-node', device: 'cpu', threads: availableParallelism() })
    expect(info.version).toMatch(/^1\.\d+\.\d+/)
    expect(info.reason).toMatch(/could be imported/)
  })

  it('takes what was asked for', async () => {
    const onnx = await create({ engine: 'onnxruntime-node', threads: 1 })
    expect(onnx.info).toMatchObject({ name: 'onnxruntime-node', threads: 1 })
    expect(onnx.info.reason).toMatch(/asked for/)
    const { info } = await create({ engine: 'tfjs' })
    expect(info).toMatchObject({ name: 'tfjs', device: 'cpu', threads: null, version: tf.version_core })
  })

  it('uses the named tfjs backend and leaves the current one current', async () => {
    const calls: string[] = []
    const cpu = tf.findBackend('cpu')
    tf.registerBackend('other-cpu', () => cpu)
    for (const kernel of tf.getKernelsForBackend('cpu')) {
      const kernelFunc: typeof kernel.kernelFunc = (options) => {
        calls.push(kernel.kernelName)
        return kernel.kernelFunc(options)
      }
      tf.registerKernel({ ...kernel, backendName: 'other-cpu', kernelFunc })
    }
    try {
      const engine = await create({ engine: 'tfjs', tfjsBackend: 'other-cpu' })
      expect(engine.info.device).toBe('other-cpu')
      expect(tf.getBackend()).toBe('cpu')
      await engine.compile(mlp).run(initialParameters(mlp), mlpInputs(2, 1))
      expect(calls).toContain('Tanh')
      expect(tf.getBackend()).toBe('cpu')
    } finally {
      for (const { kernelName } of tf.getKernelsForBackend('other-cpu')) tf.unregisterKernel(kernelName, 'other-cpu')
    }
  })

  it('refuses an unknown option and names the nearest', async () => {
    const options = { thread: 2 } as EngineOptions
    await expect(create(options)).rejects.toThrow(code('ENGINE_OPTION_UNKNOWN'))
    await expect(create(options)).rejects.toThrow(message(/"thread" \(did you mean "threads"\?\)/))
  })

  it('refuses an unknown engine and names the nearest', async () => {
    const options = { engine: 'onnxruntime-nod' } as unknown as EngineOptions
    await expect(create(options)).rejects.toThrow(code('ENGINE_NAME_UNKNOWN'))
    await expect(create(options)).rejects.toThrow(message(/did you mean "onnxruntime-node"/))
  })

  it.each([
    [{ threads: 0 }, /"threads" must be an integer, at least 1; got 0/],
    [{ threads: 1.5 }, /"threads" must be .* got 1.5/],
    [{ spinDuration: -1 }, /"spinDuration" must be a whole number of microseconds; got -1/],
    [{ checkInputs: 1 }, /"checkInputs" must be/],
    [{ engine: 'tensorflow', bf16: 1 }, /"bf16" must be true or false; got 1/],
    [{ engine: 'tensorflow', bf16: true, eager: true }, /"bf16" must be false where `eager` is true; got true/],
    [{ onCompile: 'log' }, /"onCompile" must be a function/],
    [{ tfjsBackend: 3 }, /"tfjsBackend" must be a string/],
    [{ cacheDirectory: '' }, /"cacheDirectory" must be the path of a folder, or null; got ""/],
    [{ cacheDirectory: false }, /"cacheDirectory" must be .* got false/],
    [{ wasmPaths: {} }, /"wasmPaths" must be a string/],
    [{ engine: 'tensorflow', device: 'webgpu' }, /"device" must be one of "auto", "cpu", "gpu"; got "webgpu"/],
    [{ engine: 'onnxruntime-web', device: 'cuda' }, /"device" must be one of "auto", "cpu", "webgpu"; got "cuda"/],
  ])('refuses %o', async (options, pattern) => {
    const invalid = options as unknown as EngineOptions
    await expect(create(invalid)).rejects.toThrow(code('ENGINE_OPTION_INVALID'))
    await expect(create(invalid)).rejects.toThrow(message(pattern))
  })

  it('refuses an option of another engine than the one asked for', async () => {
    await expect(create({ engine: 'tfjs', threads: 2 })).rejects.toThrow(code('ENGINE_OPTION_FOREIGN'))
    await expect(create({ engine: 'onnxruntime-node', tfjsBackend: 'cpu' })).rejects.toThrow(
      code('ENGINE_OPTION_FOREIGN'),
    )
    await expect(create({ engine: 'tfjs', threads: 2 })).rejects.toThrow(
      message(
        /"threads" belongs to the engine "onnxruntime-node" and "onnxruntime-web" and "tensorflow", but "tfjs" was asked/,
      ),
    )
  })

  it('refuses a tfjs backend that nobody registered', async () => {
    const options: EngineOptions = { engine: 'tfjs', tfjsBackend: 'abacus' }
    await expect(create(options)).rejects.toThrow(code('ENGINE_BACKEND_UNKNOWN'))
    await expect(create(options)).rejects.toThrow(message(/"abacus" \(registered: .*cpu/))
  })
})

describe('loadOnnxRuntime', () => {
  const require = createRequire(import.meta.url)
  const absentPackage = '@romae/nobody-installed-this'

  it('says what to install where the package is absent', async () => {
    const loading = loadOnnxRuntime(async () => require(absentPackage))
    await expect(loading).rejects.toThrow(code('ENGINE_PACKAGE_MISSING'))
    await expect(loading).rejects.toThrow(message(/npm install onnxruntime-node/))
  })

  it('says why where the package does not load', async () => {
    const loading = loadOnnxRuntime(async () => {
      throw new Error('libonnxruntime.so.1: cannot open shared object file')
    })
    await expect(loading).rejects.toThrow(code('ENGINE_PACKAGE_BROKEN'))
    await expect(loading).rejects.toThrow(message(/cannot open shared object file/))
  })
})
