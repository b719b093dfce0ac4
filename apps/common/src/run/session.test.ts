import { describe, expect, it } from 'vitest'
import { withSession } from './session.ts'

const code = (expected: string) => expect.objectContaining({ code: expected })

describe('withSession', () => {
  it('computes on the engine that was asked for', async () => {
    const name = await withSession('test', { engine: 'tfjs', verbose: false }, async ({ engine }) => engine.info.name)
    expect(name).toBe('tfjs')
  })

  it('refuses a device that the engine does not have', async () => {
    const running = withSession('test', { engine: 'tensorflow', device: 'webgpu', verbose: false }, async () => null)
    await expect(running).rejects.toThrow(code('ENGINE_OPTION_INVALID'))
  })
})
