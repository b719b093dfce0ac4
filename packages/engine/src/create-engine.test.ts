import { availableParallelism } from 'node:os'
import * as tf from '@tensorflow/tfjs'
import { afterEach, describe, expect, it } from 'vitest'
import type { CompileEvent } from './compile-event.ts'
import { createEngine } from './create-engine.ts'
import type { Engine } from './engine.ts'
import { onnxruntimeNode } from './onnxruntime-node/provider.ts'
import { initialParameters, mlp, mlpInputs } from './testing/programs.ts'
import { tfjs } from './tfjs/provider.ts'

describe('createEngine', () => {
  const engines: Engine[] = []
  const create = async (...given: Parameters<typeof createEngine>) => {
    const engine = await createEngine(...given)
    engines.push(engine)
    return engine
  }
  afterEach(() => Promise.all(engines.splice(0).map((engine) => engine.dispose())))

  it('takes onnxruntime-node where it can be imported, on all cores', async () => {
    const { info } = await create()
    expect(info).toMatchObject({ name: 'onnxruntime-node', device: 'cpu', threads: availableParallelism() })
    expect(info.version).toMatch(/^1\.\d+\.\d+/)
    expect(info.reason).toMatch(/could be loaded; its code is that of onnxruntime-node 1\.\d+\.\d+/)
  })

  it('takes what was asked for', async () => {
    const onnx = await create(onnxruntimeNode({ threads: 1 }))
    expect(onnx.info).toMatchObject({ name: 'onnxruntime-node', threads: 1 })
    expect(onnx.info.reason).toMatch(/asked for/)
    const { info } = await create('tfjs')
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
      const engine = await create(tfjs({ backend: 'other-cpu' }))
      expect(engine.info.device).toBe('other-cpu')
      expect(tf.getBackend()).toBe('cpu')
      await engine.compile(mlp).run(initialParameters(mlp), mlpInputs(2, 1))
      expect(calls).toContain('Tanh')
      expect(tf.getBackend()).toBe('cpu')
    } finally {
      for (const { kernelName } of tf.getKernelsForBackend('other-cpu')) tf.unregisterKernel(kernelName, 'other-cpu')
    }
  })

  it('takes what is common to all engines beside a provider or a name', async () => {
    const events: CompileEvent[] = []
    const engine = await create('onnxruntime-node', { onCompile: (event) => events.push(event), checkInputs: false })
    await engine.compile(mlp).run(initialParameters(mlp), mlpInputs(2, 1))
    expect(events).toMatchObject([{ program: mlp.name }])
  })

  it.each([
    [{ threads: 2 }, { got: 'an object with threads' }],
    [{ engine: 'tfjs' }, { got: 'an object with engine' }],
    [null, { got: 'null' }],
    [onnxruntimeNode, { got: expect.stringContaining('function') }],
  ])('refuses %o for an engine, and says what it takes', async (engine, fields) => {
    const creating = create(engine as never)
    await expect(creating).rejects.toThrowRomae('ENGINE_PROVIDER_INVALID', fields)
  })

  it('refuses options that belong to one engine beside its name', async () => {
    // @ts-expect-error: threads are the provider's.
    await expect(create('onnxruntime-node', { threads: 2 })).rejects.toThrowRomae('ENGINE_OPTION_UNKNOWN')
    await expect(create('auto', { checkInputs: 1 as never })).rejects.toThrowRomae('ENGINE_OPTION_INVALID')
    await expect(create('auto', { onCompile: 'log' as never })).rejects.toThrowRomae('ENGINE_OPTION_INVALID')
  })

  it('refuses a tfjs backend that nobody registered', async () => {
    const creating = create(tfjs({ backend: 'abacus' }))
    await expect(creating).rejects.toThrowRomae('ENGINE_BACKEND_UNKNOWN', {
      got: 'abacus',
      known: expect.arrayContaining(['cpu']),
    })
  })
})
