import { afterEach, expect, it, vi } from 'vitest'
import type { TensorFlowSettings } from './settings.ts'

const plain: TensorFlowSettings = {
  threads: undefined,
  shards: undefined,
  device: 'auto',
  gpuMemoryGrowth: true,
  tf32: false,
  xla: false,
}

/** Settings are decided once a process: each test has the module to itself. */
async function apply(settings: Partial<TensorFlowSettings>): Promise<void> {
  vi.resetModules()
  const { applySettings } = await import('./settings.ts')
  applySettings({ ...plain, ...settings }, false)
}

afterEach(() => vi.unstubAllEnvs())

it('switches TF32 off unless it is asked for', async () => {
  vi.stubEnv('NVIDIA_TF32_OVERRIDE', undefined)
  await apply({ tf32: true })
  expect(process.env.NVIDIA_TF32_OVERRIDE).toBeUndefined()
  await apply({})
  expect(process.env.NVIDIA_TF32_OVERRIDE).toBe('0')
})

it('refuses TF32 where the process has switched it off, but for the CPU', async () => {
  vi.stubEnv('NVIDIA_TF32_OVERRIDE', '0')
  const fields = { asked: 'true', inForce: 'false', wayOut: expect.stringContaining('NVIDIA_TF32_OVERRIDE is 0') }
  await expect(apply({ tf32: true })).rejects.toThrowRomae('ENGINE_TENSORFLOW_SETTINGS', fields)
  await apply({ tf32: true, device: 'cpu' })
})
