import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { temporaryFolder } from '@romae/build/temporary-folder'
import * as tf from '@tensorflow/tfjs'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { withSession } from './session.ts'

describe('withSession', () => {
  it('computes on the engine that was asked for', async () => {
    const name = await withSession('test', { engine: 'tfjs', verbose: false }, async ({ engine }) => engine.info.name)
    expect(name).toBe('tfjs')
  })

  it('refuses a device that the engine does not have', async () => {
    const running = withSession('test', { engine: 'tensorflow', device: 'webgpu', verbose: false }, async () => null)
    await expect(running).rejects.toThrowRomae('ENGINE_OPTION_INVALID')
    const none = withSession('test', { engine: 'tfjs', device: 'cpu', verbose: false }, async () => null)
    await expect(none).rejects.toThrowRomae('ENGINE_OPTION_UNKNOWN')
  })

  it('tells once that compiled graphs cannot be cached, and where', async () => {
    const folder = await temporaryFolder()
    writeFileSync(join(folder, 'romae'), 'no folder')
    vi.stubEnv('XDG_CACHE_HOME', folder)
    const told: string[] = []
    vi.spyOn(process.stderr, 'write').mockImplementation((text) => told.push(String(text)) > 0)
    onTestFinished(() => {
      vi.unstubAllEnvs()
      vi.restoreAllMocks()
    })
    await withSession('test', { engine: 'onnxruntime-node', verbose: false }, async ({ engine }) => {
      for (const rows of [1, 2]) {
        const layout = { entries: [], size: 0 }
        const program = engine.compile({ name: 'half', layout, run: (_, { x }) => ({ half: tf.mul(x!, 0.5) }) })
        await program.run(new Float32Array(), { x: { data: new Float32Array(rows), shape: [rows] } })
      }
    })
    expect(told).toEqual([
      expect.stringMatching(/^cache of compiled graphs: .*the folder .*graphs could not be written/),
    ])
  })
})
