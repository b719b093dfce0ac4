import { describe, expect, it, vi } from 'vitest'
import { asDoubles, asIntegers, type KernelExports, roomFor } from './room.ts'

/** `(module (memory (export "memory") 1))` */
const header = [0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00]
const memorySection = [0x05, 0x03, 0x01, 0x00, 0x01]
const exportSection = [0x07, 0x0a, 0x01, 0x06, ...Buffer.from('memory'), 0x02, 0x00]
const wasm = Buffer.from([...header, ...memorySection, ...exportSection]).toString('base64')

describe('room', () => {
  it('leaves zeros after each array, whatever was there', () => {
    const takeRoom = roomFor<KernelExports>(wasm, 1000)
    takeRoom({ all: 100 })!.arrays.all.fill(Number.NaN)
    const { a, b } = takeRoom({ a: 5, b: 8 })!.arrays
    expect([a.length, b.length]).toEqual([5, 8])
    for (const array of [a, b]) {
      expect(array.byteOffset % 16).toBe(0)
      expect([...new Float32Array(array.buffer, array.byteOffset + array.byteLength, 4)]).toEqual([0, 0, 0, 0])
    }
    expect(b.byteOffset).toBeGreaterThanOrEqual(a.byteOffset + a.byteLength + 16)
  })

  it('grows, and has a limit', () => {
    const takeRoom = roomFor<KernelExports>(wasm, 1_000_000)
    const { kernels, arrays } = takeRoom({ a: 200_000, b: 49_992 })!
    expect(arrays.b.fill(1)).toHaveLength(49_992)
    expect(kernels.memory.buffer.byteLength).toBeGreaterThanOrEqual(1_000_000)
    expect(takeRoom({ a: 200_000, b: 49_993 })).toBeUndefined()
    expect(takeRoom({ a: Number.NaN })).toBeUndefined()
    expect(takeRoom({ a: 1 })!.kernels).toBe(kernels)
  })

  it('is the same memory as integers and as doubles', () => {
    const { a } = roomFor<KernelExports>(wasm, 1000)({ a: 4 })!.arrays
    asIntegers(a).set([0, 0x3ff00000, 0, 0x40000000])
    expect([...asDoubles(a)]).toEqual([1, 2])
  })

  it('is none without WebAssembly, or for a module that is not to be had', async () => {
    expect(roomFor<KernelExports>('AAAA', 1000)({ a: 1 })).toBeUndefined()
    vi.resetModules()
    vi.stubGlobal('WebAssembly', undefined)
    try {
      const { roomFor: without } = await import('./room.ts')
      expect(without<KernelExports>(wasm, 1000)({ a: 1 })).toBeUndefined()
    } finally {
      vi.unstubAllGlobals()
    }
  })
})
