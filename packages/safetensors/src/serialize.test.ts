import { describe, expect, it } from 'vitest'
import { pythonFiles, readFixture } from '../test-support/fixtures.ts'
import {
  parseSafetensors,
  type SafetensorsDType,
  safetensorsPieces,
  serializeSafetensors,
  type TensorToWrite,
} from './index.ts'

const bytesPerValue: Readonly<Record<SafetensorsDType, number>> = {
  ...{ BOOL: 1, U8: 1, I8: 1, I16: 2, U16: 2, F16: 2, BF16: 2 },
  ...{ I32: 4, U32: 4, F32: 4, F64: 8, I64: 8, U64: 8 },
}

function headerOf(file: Uint8Array): string {
  const length = Number(new DataView(file.buffer).getBigUint64(0, true))
  return new TextDecoder().decode(file.subarray(8, 8 + length))
}

describe('safetensorsPieces', () => {
  it('are the file, and hold the very values that were given', () => {
    const tensors = {
      a: { data: Float32Array.of(1, 2), shape: [2] },
      b: { data: new Uint8Array(9).subarray(3, 8), shape: [5] },
    }
    const pieces = safetensorsPieces(tensors, { format: 'pt' })
    expect(Buffer.compare(Buffer.concat(pieces), serializeSafetensors(tensors, { format: 'pt' }))).toBe(0)
    expect(pieces.slice(1).map(({ buffer }) => buffer)).toEqual([tensors.a.data.buffer, tensors.b.data.buffer])
    expect(pieces[2]!.buffer).toBe(tensors.b.data.buffer)
  })
})

describe('serializeSafetensors', () => {
  it.each(pythonFiles)('gives back %s byte for byte', (name) => {
    const original = readFixture(name)
    const { tensors, metadata } = parseSafetensors(original)
    const shuffled = new Map([...tensors].reverse())
    expect(Buffer.compare(serializeSafetensors(shuffled, metadata), original)).toBe(0)
  })

  it('orders tensors by dtype, the widest first, then by the code points of their names', () => {
    const tensors = {
      bool: { data: Uint8Array.of(1), shape: [1], dtype: 'BOOL' },
      u8: { data: Uint8Array.of(1), shape: [1] },
      i8: { data: Int8Array.of(1), shape: [1] },
      i16: { data: Int16Array.of(1), shape: [1] },
      u16: { data: Uint16Array.of(1), shape: [1] },
      f16: { data: Uint16Array.of(1), shape: [1], dtype: 'F16' },
      bf16: { data: Uint16Array.of(1), shape: [1], dtype: 'BF16' },
      i32: { data: Int32Array.of(1), shape: [1] },
      u32: { data: Uint32Array.of(1), shape: [1] },
      '\u{1f600}': { data: Float32Array.of(1), shape: [] },
      '\uffee': { data: Float32Array.of(1), shape: [] },
      f: { data: Float32Array.of(1), shape: [] },
      f64: { data: Float64Array.of(1), shape: [1] },
      i64: { data: BigInt64Array.of(1n), shape: [1] },
      u64: { data: BigUint64Array.of(1n), shape: [1] },
    } satisfies Record<string, TensorToWrite>
    const { tensors: read } = parseSafetensors(serializeSafetensors(tensors))
    const names = 'u64 i64 f64 f \uffee \u{1f600} u32 i32 bf16 f16 u16 i16 i8 u8 bool'.split(' ')
    expect([...read.keys()]).toEqual(names)
    for (const [name, tensor] of Object.entries(tensors)) {
      expect(read.get(name)?.data).toEqual(tensor.data)
      expect(read.get(name)?.data.BYTES_PER_ELEMENT).toBe(bytesPerValue[read.get(name)!.dtype])
    }
  })

  it('pads the header with spaces to a multiple of 8, and keeps the order of the metadata', () => {
    const header = headerOf(serializeSafetensors({}, { z: '"\n', a: 'é' }))
    expect(header).toBe('{"__metadata__":{"z":"\\"\\n","a":"é"}}  ')
    expect(headerOf(serializeSafetensors({}))).toBe('{}      ')
    expect(headerOf(serializeSafetensors({}, {}))).toBe('{"__metadata__":{}}     ')
  })

  it('writes a view of a larger buffer', () => {
    const data = Float32Array.of(1, 2, 3, 4).subarray(1, 3)
    const file = parseSafetensors(serializeSafetensors({ a: { data, shape: [2] } }))
    expect(file.tensor('a').data).toEqual(Float32Array.of(2, 3))
  })

  it.each<[string, string, unknown]>([
    ['a reserved name', '__metadata__', { data: Float32Array.of(1), shape: [1] }],
    ['half a surrogate pair in a name', '\ud800', { data: Float32Array.of(1), shape: [1] }],
    ['a shape of another size', 'a', { data: Float32Array.of(1), shape: [2] }],
    ['a negative size', 'a', { data: Float32Array.of(1), shape: [-1, -1] }],
    ['a fractional size', 'a', { data: Float32Array.of(1), shape: [0.5, 2] }],
    ['a dtype of another array', 'a', { data: Float32Array.of(1), shape: [1], dtype: 'F64' }],
    ['an unknown dtype', 'a', { data: Float32Array.of(1), shape: [1], dtype: 'F128' }],
    ['a plain array', 'a', { data: [1], shape: [1] }],
    ['clamped bytes', 'a', { data: Uint8ClampedArray.of(1), shape: [1] }],
  ])('refuses %s', (_, name, tensor) => {
    const tensors = new Map([[name, tensor as TensorToWrite]])
    expect(() => serializeSafetensors(tensors)).toThrowRomae('SAFETENSORS_BAD_TENSOR')
  })

  it('refuses metadata that is not well-formed text', () => {
    const refused = expect.objectContaining({ code: 'SAFETENSORS_BAD_METADATA' })
    expect(() => serializeSafetensors({}, { a: '\udc00' })).toThrow(refused)
    const numeric: Record<string, unknown> = { a: 1 }
    expect(() => serializeSafetensors({}, numeric as Record<string, string>)).toThrow(refused)
  })
})
