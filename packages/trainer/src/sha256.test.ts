import { describe, expect, it } from 'vitest'
import { portableSha256, sha256 } from './sha256.ts'

describe('sha256', () => {
  it('is the checksum of FIPS 180-4, with Node’s function and without', () => {
    const abc = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'
    expect([sha256('abc'), portableSha256(['abc'])]).toEqual([abc, abc])
  })

  it('takes texts and bytes in any parts', () => {
    const parts = ['7:', new Float32Array([1, -2.5]), 'targets: ü'].map((part) => {
      return typeof part === 'string' ? part : new Uint8Array(part.buffer)
    })
    expect(portableSha256(parts)).toBe(sha256(...parts))
  })
})
