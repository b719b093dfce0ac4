import { tmpdir } from 'node:os'
import { describe, expect, it } from 'vitest'
import { needsShared, sharedFolder } from './shared.ts'

describe('sharedFolder', () => {
  it('is the folder that ROMAE_SHARED names', () => {
    expect(sharedFolder({ ROMAE_SHARED: tmpdir() })).toBe(tmpdir())
  })

  it('is null where that folder is absent, and under turbo where none is named', () => {
    expect(sharedFolder({ ROMAE_SHARED: '/absent' })).toBeNull()
    expect(sharedFolder({ TURBO_HASH: '0123' })).toBeNull()
  })

  it('throws where it is required and absent', () => {
    expect(() => sharedFolder({ ROMAE_SHARED: '/absent', ROMAE_REQUIRE_SHARED: '1' })).toThrow('not a folder: /absent')
    expect(() => sharedFolder({ TURBO_HASH: '0123', ROMAE_REQUIRE_SHARED: '1' })).toThrow('ROMAE_SHARED is not set')
  })
})

describe('needsShared', () => {
  it('skips without the folder, names the reason in the title, and hands the folder to the body', () => {
    const registered: { skipped: boolean; title: string; timeout: number | undefined }[] = []
    const received: string[] = []
    const register = {
      skipIf: (skipped: boolean) => (title: string, body: () => void | Promise<void>, timeout?: number) => {
        registered.push({ skipped, title, timeout })
        if (!skipped) void body()
      },
    }
    needsShared(register)('reads data', (shared) => void received.push(shared), 5)

    const folder = sharedFolder()
    expect(registered).toEqual([{ skipped: folder === null, title: 'reads data (needs ../shared)', timeout: 5 }])
    expect(received).toEqual(folder === null ? [] : [folder])
  })

  needsShared(it)('runs as a test of vitest', (shared) => {
    expect(shared).toBe(sharedFolder())
  })
})
