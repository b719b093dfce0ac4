import { describe, expect, it } from 'vitest'
import { chooseThreads, threadEnvironment } from './threads.ts'

const isolated = { canShare: true, isOneScript: false, cores: 8, started: undefined }
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

  it('takes one in a worker that is one script, and says how there could be more', () => {
    const { threads, note } = chooseThreads(undefined, { ...isolated, isOneScript: true })
    expect(threads).toBe(1)
    expect(note).toMatch(/this worker is one script.*worker: \{ format: 'es' \}.*wasmPaths/)
    expect(chooseThreads(1, { ...isolated, isOneScript: true })).toEqual({ threads: 1 })
    expect(chooseThreads(2, { ...plain, isOneScript: true }).note).toMatch(/not cross-origin isolated/)
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
    expect(threadEnvironment(1, undefined, { ...page, crossOriginIsolated: true })).toEqual({
      canShare: true,
      isOneScript: false,
      cores: 4,
      started: 1,
    })
    expect(threadEnvironment(undefined, undefined, { ...page, crossOriginIsolated: false }).canShare).toBe(false)
    expect(threadEnvironment(undefined, undefined, { navigator: {} })).toEqual({
      canShare: false,
      isOneScript: false,
      cores: 1,
      started: undefined,
    })
  })

  it('of workers depends on where this code is', () => {
    const worker = { SharedArrayBuffer, location: { href: 'https://a.example/worker.js' } }
    expect(threadEnvironment(undefined, 'https://a.example/worker.js', worker).isOneScript).toBe(true)
    expect(threadEnvironment(undefined, 'https://a.example/engine.js', worker).isOneScript).toBe(false)
    expect(threadEnvironment(undefined, undefined, worker).isOneScript).toBe(false)
    expect(threadEnvironment(undefined, 'https://a.example/worker.js', { ...worker, document: {} }).isOneScript).toBe(
      false,
    )
  })

  it('of Node shares memory', () => {
    expect(threadEnvironment(undefined, import.meta.url).canShare).toBe(true)
  })
})
