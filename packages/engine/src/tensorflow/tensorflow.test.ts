import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { temporaryFolder } from '@romae/build/temporary-folder'
import { tensorFlowAbsence, tfjsNodeAbsence } from '@romae/build/tensorflow'
import * as tf from '@tensorflow/tfjs'
import { describe, expect, it } from 'vitest'
import type { CompileEvent } from '../compile-event.ts'
import { createEngine } from '../create-engine.ts'
import type { GradientResult, Program } from '../engine.ts'
import { relativeDifference } from '../testing/compare.ts'
import { referenceState, referenceUpdate } from '../testing/float64-optimizer.ts'
import { attention, attentionInputs, initialParameters, layoutOf, mlp, mlpInputs } from '../testing/programs.ts'
import { createTensorFlow as createInBrowser } from './create.browser.ts'
import { tensorflow } from './provider.ts'
import { findTfjsNode } from './setup/tfjs-node-package.ts'
import { variants } from './setup/variant.ts'
import { chooseVariant } from './tfjs-node/load-tfjs-node.ts'

const absence = tensorFlowAbsence(import.meta.url)

describe('TensorFlow', () => {
  it('is loaded, with the backend that was current still current', async (context) => {
    if (absence !== null) return context.skip(absence)
    await tf.setBackend('cpu')
    const engine = await createEngine('tensorflow')
    const { version } = variants.cpu
    expect(engine.info).toMatchObject({ name: 'tensorflow', device: 'cpu', version })
    expect(engine.info.reason).toMatch(/asked for/)
    expect(tf.getBackend()).toBe('cpu')
    await engine.dispose()
  })

  it('has one setting of a kind for the whole process', async (context) => {
    if (absence !== null) return context.skip(absence)
    await createEngine('tensorflow')
    const other = createEngine(tensorflow({ gpuMemoryGrowth: false }))
    await expect(other).rejects.toThrowRomae('ENGINE_TENSORFLOW_SETTINGS')
    await expect(other).rejects.toThrow(
      /one value of gpuMemoryGrowth for the whole process, which is true; asked for: false/,
    )
    for (const options of [{ threads: 99 }, { device: 'cpu' }] as const) {
      const more = createEngine(tensorflow({ ...options }))
      await expect(more).rejects.toThrowRomae('ENGINE_TENSORFLOW_SETTINGS')
    }
  })

  it('keeps no hold of the arrays that a state was written from', async (context) => {
    if (absence !== null) return context.skip(absence)
    // One in four of these entries lies at a multiple of 64 bytes: TensorFlow then does not copy it. Let go of on its own
    // threads, such arrays end the process.
    const layout = layoutOf(Object.fromEntries(Array.from({ length: 160 }, (_, index) => [`p${index}`, [4]])))
    const sum: Program = {
      name: 'sum',
      layout,
      run: (parameters) => ({ loss: tf.mean(tf.square(tf.addN(Object.values(parameters)))) }),
    }
    const engine = await createEngine('tensorflow')
    const parameters = initialParameters(sum)
    const optimizer = { kind: 'adamw', betas: [0.9, 0.95], epsilon: 1e-8, weightDecay: 0.05 } as const
    const session = engine.train(sum, { optimizer, clipNorm: null, parameters })
    const moments = session.moments.map((moment) => moment.slice())
    const losses = new Set<number>()
    for (let round = 0; round < 100; round++) {
      session.restore({ parameters, moments, steps: 0 })
      losses.add((await session.step({}, { learningRate: 1e-3 })).loss)
      expect(session.parameters).not.toEqual(parameters)
    }
    expect(losses.size).toBe(1)
    await engine.dispose()
  })

  it('is not taken without being asked for', async () => {
    const engine = await createEngine()
    expect(engine.info.name).toBe('onnxruntime-node')
    await engine.dispose()
  })

  it('that is not there is named, with the command that brings it', () => {
    const finding = () => findTfjsNode({ ...variants.cpu, npm: '@romae/nobody-installed-this' })
    const install = 'npm install @romae/nobody-installed-this@4.22.0 --ignore-scripts'
    expect(finding).toThrowRomae('ENGINE_PACKAGE_MISSING', { install })
  })

  it('that was not added to its package is named, with the command that adds it', async () => {
    const { modules, from } = await installed()
    for (const name of ['tfjs-node', 'tfjs-node-gpu']) fakePackage(modules, name, { built: false })
    for (const [device, more] of [
      ['auto', ''],
      ['gpu', ' --gpu'],
    ] as const) {
      const command = `npx romae-engine install tfjs-node${more}`
      expect(() => chooseVariant(device, from)).toThrowRomae('ENGINE_TENSORFLOW_NOT_BUILT', { command })
    }
  })

  it('for GPUs is taken where both are there, unless the CPU is asked for', async () => {
    const { modules, from } = await installed()
    fakePackage(modules, 'tfjs-node', { built: true })
    fakePackage(modules, 'tfjs-node-gpu', { built: false })
    expect(chooseVariant('auto', from)).toBe(variants.cpu)
    fakePackage(modules, 'tfjs-node-gpu', { built: true })
    expect((['auto', 'gpu', 'cpu'] as const).map((device) => chooseVariant(device, from))).toEqual([
      variants.gpu,
      variants.gpu,
      variants.cpu,
    ])
  })

  it('cannot be had in a browser', async () => {
    await expect(createInBrowser()).rejects.toThrowRomae('ENGINE_NEEDS_NODE')
  })
})

/** A folder where packages may be, and a file beside it that imports them. */
async function installed() {
  const folder = await temporaryFolder()
  return { modules: join(folder, 'node_modules'), from: join(folder, 'user.js') }
}

function fakePackage(modules: string, name: string, { built }: { readonly built: boolean }): void {
  const folder = join(modules, '@tensorflow', name)
  mkdirSync(join(folder, 'lib', 'napi-v8'), { recursive: true })
  const binary = { module_name: 'addon', module_path: './lib/napi-v{napi_build_version}', napi_versions: [3, 8, 99] }
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ version: '4.22.0', binary }))
  if (built) writeFileSync(join(folder, 'lib', 'napi-v8', 'addon.node'), '')
}

describe.runIf(absence === null)('a compiled program on TensorFlow', () => {
  const optimizer = { kind: 'adamw', betas: [0.9, 0.999], epsilon: 1e-8, weightDecay: 0.01 } as const
  const training = { optimizer, clipNorm: 1, parameters: initialParameters(mlp) }

  it('gives what it gives operation by operation', async (context) => {
    const lacking = tfjsNodeAbsence(import.meta.url)
    if (lacking !== null) return context.skip(lacking)
    const results = await Promise.all(
      [false, true].map(async (eager) => {
        const engine = await createEngine(tensorflow({ eager }))
        const result = await engine.valueAndGrad(attention).run(initialParameters(attention), attentionInputs(2, 5, 1))
        await engine.dispose()
        return result
      }),
    )
    const [compiled, eager] = results as [GradientResult, GradientResult]
    expect(compiled.loss / eager.loss).toBeCloseTo(1, 5)
    expect(relativeDifference(compiled.gradient, eager.gradient)).toBeLessThan(1e-5)
  })

  it('is compiled once for each set of shapes, which is reported', async () => {
    const events: CompileEvent[] = []
    const engine = await createEngine('tensorflow', { onCompile: (event) => events.push(event) })
    const session = engine.train(mlp, training)
    for (const batch of [4, 8, 4, 8]) await session.step(mlpInputs(batch, 1), { learningRate: 0.01 })
    expect(events.map(({ shapes }) => shapes.x)).toEqual([
      [4, 5],
      [8, 5],
    ])
    expect(events.every(({ recordMs, exportMs, sessionMs }) => recordMs > 0 && exportMs > 0 && sessionMs > 0)).toBe(
      true,
    )
    await engine.dispose()
  })

  it('keeps its state where further shapes come', async () => {
    const losses = await Promise.all(
      (['tensorflow', 'onnxruntime-node'] as const).map(async (name) => {
        const engine = await createEngine(name)
        const session = engine.train(mlp, training)
        const results: number[] = []
        for (const batch of [4, 4, 4, 8, 8, 4, 6, 8]) {
          results.push((await session.step(mlpInputs(batch, batch), { learningRate: 0.05 })).loss)
        }
        await engine.dispose()
        return results
      }),
    )
    expect(relativeDifference(losses[0]!, losses[1]!)).toBeLessThan(1e-5)
  })

  it('corrects the bias of epsilon too, as a float64 AdamW does', async () => {
    const large = { ...optimizer, epsilon: 0.05 }
    const engine = await createEngine('tensorflow')
    const session = engine.train(mlp, { ...training, optimizer: large })
    const reference = referenceState(training.parameters)
    const gradients = engine.valueAndGrad(mlp)
    for (let step = 1; step <= 5; step++) {
      const { gradient } = await gradients.run(session.parameters, mlpInputs(8, step))
      referenceUpdate(reference, gradient, large, { step, learningRate: 0.01, clipNorm: 1 })
      await session.step(mlpInputs(8, step), { learningRate: 0.01 })
    }
    expect(relativeDifference(session.parameters, reference.parameters)).toBeLessThan(1e-6)
    await engine.dispose()
  })

  it('has its state brought up to date when it is read, also after it was disposed', async () => {
    const engine = await createEngine('tensorflow')
    const [read, unread] = [engine.train(mlp, training), engine.train(mlp, training)]
    for (let step = 0; step < 3; step++) {
      for (const session of [read, unread]) await session.step(mlpInputs(8, step), { learningRate: 0.01 })
      expect(read.parameters).not.toEqual(training.parameters)
    }
    await engine.dispose()
    expect(unread.parameters).toEqual(read.parameters)
    expect(unread.moments).toEqual(read.moments)
  })

  it('that fails while running is named with its inputs, and the session goes on', async () => {
    const table: Program = {
      name: 'table',
      layout: layoutOf({ rows: [3, 2] }),
      run: ({ rows }, { index }) => ({ loss: tf.sum(tf.square(tf.gather(rows!, index as tf.Tensor1D))) }),
    }
    const engine = await createEngine('tensorflow')
    const parameters = initialParameters(table)
    const session = engine.train(table, { ...training, parameters })
    const step = (index: number) =>
      session.step({ index: { data: Int32Array.of(index), shape: [1] } }, { learningRate: 0.1 })
    const named = { program: 'table', inputs: '{ index: int32[1] }', reason: expect.stringContaining('7') }
    await expect(step(7)).rejects.toThrowRomae('ENGINE_RUN_FAILED', named)
    expect(session.parameters).toEqual(parameters)
    expect((await step(1)).loss).toBeCloseTo(parameters[2]! ** 2 + parameters[3]! ** 2, 6)
    expect(session.steps).toBe(1)
    await engine.dispose()
  })
})
