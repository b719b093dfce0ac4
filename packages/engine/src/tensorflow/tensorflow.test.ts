import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { tensorFlowAbsence } from '@romae/build/tensorflow'
import * as tf from '@tensorflow/tfjs'
import { describe, expect, it } from 'vitest'
import { createEngine } from '../create-engine.ts'
import { findTfjsNode } from '../tensorflow-setup/tfjs-node-package.ts'
import { variants } from '../tensorflow-setup/variant.ts'
import { temporaryFolder } from '../testing/temporary-folder.ts'
import { createTensorFlow as createInBrowser } from './create.browser.ts'
import { chooseVariant } from './load.ts'

const absence = tensorFlowAbsence(import.meta.url)
const code = (expected: string) => expect.objectContaining({ code: expected })

describe('TensorFlow', () => {
  it('is loaded, with the backend that was current still current', async (context) => {
    if (absence !== null) return context.skip(absence)
    await tf.setBackend('cpu')
    const engine = await createEngine({ engine: 'tensorflow' })
    const { version } = variants.cpu
    expect(engine.info).toMatchObject({ name: 'tensorflow', device: 'cpu', version })
    expect(engine.info.reason).toMatch(/asked for/)
    expect(tf.getBackend()).toBe('cpu')
    await engine.dispose()
  })

  it('has one setting of a kind for the whole process', async (context) => {
    if (absence !== null) return context.skip(absence)
    await createEngine({ engine: 'tensorflow' })
    const other = createEngine({ engine: 'tensorflow', gpuMemoryGrowth: false })
    await expect(other).rejects.toThrow(code('ENGINE_TENSORFLOW_SETTINGS'))
    await expect(other).rejects.toThrow(/one gpuMemoryGrowth for the whole process, which is true; asked for: false/)
    const more = createEngine({ engine: 'tensorflow', threads: 99 })
    await expect(more).rejects.toThrow(code('ENGINE_TENSORFLOW_SETTINGS'))
  })

  it('is not taken without being asked for', async () => {
    const engine = await createEngine()
    expect(engine.info.name).toBe('onnxruntime-node')
    await engine.dispose()
  })

  it('that is not there is named, with the command that brings it', () => {
    const finding = () => findTfjsNode({ ...variants.cpu, npm: '@romae/nobody-installed-this' })
    expect(finding).toThrow(code('ENGINE_PACKAGE_MISSING'))
    expect(finding).toThrow(/run "npm install @romae\/nobody-installed-this@4\.22\.0 --ignore-scripts"/)
  })

  it('that was not added to its package is named, with the command that adds it', () => {
    const modules = join(temporaryFolder(), 'node_modules')
    const folder = join(modules, '@tensorflow', 'tfjs-node')
    mkdirSync(folder, { recursive: true })
    const binary = { module_name: 'addon', module_path: './lib/napi-v{napi_build_version}', napi_versions: [3, 8, 99] }
    writeFileSync(join(folder, 'package.json'), JSON.stringify({ version: '4.22.0', binary }))
    const choosing = () => chooseVariant('auto', join(modules, '..', 'user.js'))
    expect(choosing).toThrow(code('ENGINE_TENSORFLOW_NOT_BUILT'))
    expect(choosing).toThrow(/run "npx romae-engine tensorflow install"/)
  })

  it('cannot be had in a browser', async () => {
    await expect(createInBrowser()).rejects.toThrow(code('ENGINE_NEEDS_NODE'))
  })
})
