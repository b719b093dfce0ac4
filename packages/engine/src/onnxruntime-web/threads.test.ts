import { describe, expect, it } from 'vitest'
import { chooseThreads, threadEnvironment } from './threads.ts'

const isolated = { canShare: true, cores: 8, started: undefined }
const plain = { ...isolated, canShare: false }

describe('chooseThreads', () => {
  it('takes one per core, or what was asked for', () => {
    expect(chooseThreads(undefined, isolated)).toEqual({ threads: 8 })
    expect(chooseThreads(3, isolated)).toEqual({ threads: 3 })
  })

  it('takes one where memory cannot be shared, and says how it could be', () => {
    const { threads, note } = chooseThreads(undefined, plain)
    expect(threads).toBe(1)
    expect(note).toMatch(/not cross-origin isolated: .*Opener-Policy: same-origin .*Embedder-Policy: require-corp/)
    expect(chooseThreads(1, plain)).toEqual({ threads: 1 })
  })

  it('stays with what WebAssembly was started with', () => {
    expect(chooseThreads(undefined, { ...isolated, started: 2 })).toEqual({ threads: 2 })
    const { threads, note } = chooseThreads(4, { ...isolated, started: 2 })
    expect(threads).toBe(2)
    expect(note).toBe('2 threads, because an earlier engine started WebAssembly with that many')
  })
})

describe('threadEnvironment', () => {
  it('of pages depends on their isolation', () => {
    const page = { SharedArrayBuffer, navigator: { hardwareConcurrency: 4 } }
    expect(threadEnvironment(1, { ...page, crossOriginIsolated: true })).toEqual({
      canShare: true,
      cores: 4,
      started: 1,
    })
    expect(threadEnvironment(undefined, { ...page, crossOriginIsolated: false }).canShare).toBe(false)
    expect(threadEnvironment(undefined, { navigator: {} })).toEqual({ canShare: false, cores: 1, started: undefined })
  })

  it('of Node shares memory', () => {
    expect(threadEnvironment(undefined).canShare).toBe(true)
  })
})
