import { describe, expect, it } from 'vitest'
import { checkpoints, readFixture } from '../test-support/fixtures.ts'
import { entry, rawFile } from '../test-support/raw-file.ts'
import { parseSafetensors } from './index.ts'

const refused = (code: string) => expect.objectContaining({ code: `SAFETENSORS_${code}` })
const a = entry('a', 'F32', [2], 0, 8)
const b = entry('b', 'F32', [1], 8, 12)

describe('parseSafetensors', () => {
  it('reads names, dtypes, shapes, values and metadata', () => {
    const data = new Uint8Array(Float32Array.of(1, -2.5, 3).buffer)
    const file = parseSafetensors(rawFile(`{"__metadata__":{"format":"pt"},${a},${b}}  `, data))
    expect(file.metadata).toEqual(new Map([['format', 'pt']]))
    expect([...file.tensors.keys()]).toEqual(['a', 'b'])
    expect(file.tensor('a')).toMatchObject({ dtype: 'F32', shape: [2], data: Float32Array.of(1, -2.5) })
    expect(file.tensor('b').toFloat32()).toEqual(Float32Array.of(3))
  })

  it('reads what the reference implementation saved', () => {
    const file = parseSafetensors(readFixture(checkpoints[0]))
    expect(file.tensor('cls').shape).toEqual([36])
    expect(file.metadata?.get('format')).toBe('pt')
    expect(file.tensor('cls').toFloat32().every(Number.isFinite)).toBe(true)
  })

  it('orders tensors by their data, whatever the order of the header', () => {
    expect([...parseSafetensors(rawFile(`{${b},${a}}`, 12)).tensors.keys()]).toEqual(['a', 'b'])
  })

  it('accepts scalars, empty tensors and files without tensors', () => {
    const header = `{${entry('empty', 'F64', [0, 3], 0, 0)},${entry('scalar', 'F32', [], 0, 4)}}`
    const file = parseSafetensors(rawFile(header, 4))
    expect(file.tensor('empty').data).toEqual(new Float64Array(0))
    expect(file.tensor('scalar').toFloat32()).toEqual(Float32Array.of(0))
    expect(parseSafetensors(rawFile('{}')).tensors.size).toBe(0)
  })

  it('copies values that are not aligned in memory', () => {
    const data = new Uint8Array(Float32Array.of(7, 8).buffer)
    for (const shift of [0, 1, 2, 3]) {
      const file = rawFile(`{${a}}${' '.repeat(shift)}`, data)
      expect(parseSafetensors(file).tensor('a').data).toEqual(Float32Array.of(7, 8))
    }
  })

  it('takes names that are properties of objects as names', () => {
    const names = ['__proto__', 'constructor', 'hasOwnProperty', '']
    const header = names.map((name, index) => entry(name, 'U8', [1], index, index + 1)).join(',')
    const file = parseSafetensors(rawFile(`{"__metadata__":{"__proto__":"x"},${header}}`, Uint8Array.of(1, 2, 3, 4)))
    expect(names.map((name) => file.tensor(name).data[0])).toEqual([1, 2, 3, 4])
    expect(file.metadata?.get('__proto__')).toBe('x')
    expect(() => file.tensor('toString')).toThrowRomae('SAFETENSORS_TENSOR_MISSING')
  })

  it.each([
    ['an empty file', new Uint8Array(0), 'TRUNCATED'],
    ['half a length', new Uint8Array(7), 'TRUNCATED'],
    ['a header beyond the end', rawFile('{}', 0, 3n), 'TRUNCATED'],
    ['a huge header', rawFile('{}', 0, 100_000_001n), 'HEADER_TOO_LARGE'],
    ['a header length near 2^64', rawFile('{}', 0, 0xffff_ffff_ffff_ffffn), 'HEADER_TOO_LARGE'],
    ['no header', rawFile(''), 'HEADER_SYNTAX'],
    ['white space before the brace', rawFile(' {}'), 'HEADER_SYNTAX'],
    ['a byte order mark', rawFile('\ufeff{}'), 'HEADER_SYNTAX'],
    ['an array', rawFile('[]'), 'HEADER_SYNTAX'],
    ['text after the header', rawFile('{} x'), 'HEADER_SYNTAX'],
    ['zero bytes after the header', rawFile('{}\0'), 'HEADER_SYNTAX'],
    ['a trailing comma', rawFile(`{${a},}`, 8), 'HEADER_SYNTAX'],
    ['an open string', rawFile('{"a'), 'HEADER_SYNTAX'],
    ['an open escape', rawFile('{"a\\'), 'HEADER_SYNTAX'],
    ['a control character in a name', rawFile('{"a\n":1}'), 'HEADER_SYNTAX'],
    ['half a surrogate pair in a name', rawFile(`{${entry('\ud800', 'U8', [1], 0, 1)}}`, 1), 'HEADER_SYNTAX'],
    ['invalid UTF-8', rawFile(Uint8Array.of(0x7b, 0xff, 0x7d)), 'HEADER_NOT_UTF8'],
    ['a tensor that is a number', rawFile('{"a":1}'), 'HEADER_SYNTAX'],
    ['a negative size', rawFile(`{${entry('a', 'F32', [-1], 0, 0)}}`), 'HEADER_SYNTAX'],
    ['a fractional size', rawFile(`{${entry('a', 'F32', [1.5], 0, 6)}}`, 6), 'HEADER_SYNTAX'],
    ['a size as 1e0', rawFile('{"a":{"dtype":"U8","shape":[1e0],"data_offsets":[0,1]}}', 1), 'HEADER_SYNTAX'],
    [
      'a size with a leading zero',
      rawFile('{"a":{"dtype":"U8","shape":[01],"data_offsets":[0,1]}}', 1),
      'HEADER_SYNTAX',
    ],
    [
      'a size above 2^53',
      rawFile('{"a":{"dtype":"U8","shape":[9007199254740992],"data_offsets":[0,0]}}'),
      'HEADER_SYNTAX',
    ],
    ['65 axes', rawFile(`{${entry('a', 'U8', Array(65).fill(1), 0, 1)}}`, 1), 'HEADER_SYNTAX'],
    ['three offsets', rawFile('{"a":{"dtype":"U8","shape":[],"data_offsets":[0,1,1]}}', 1), 'HEADER_SYNTAX'],
    ['one offset', rawFile('{"a":{"dtype":"U8","shape":[],"data_offsets":[0]}}', 1), 'FIELDS'],
    ['no dtype', rawFile('{"a":{"shape":[],"data_offsets":[0,1]}}', 1), 'FIELDS'],
    [
      'a field that is not of the format',
      rawFile('{"a":{"dtype":"U8","shape":[],"data_offsets":[0,1],"x":1}}', 1),
      'FIELDS',
    ],
    ['an unknown dtype', rawFile(`{${entry('a', 'F8_E4M3', [1], 0, 1)}}`, 1), 'UNKNOWN_DTYPE'],
    ['a dtype named like a property', rawFile(`{${entry('a', '__proto__', [1], 0, 1)}}`, 1), 'UNKNOWN_DTYPE'],
    ['a size that overflows', rawFile(`{${entry('a', 'F32', [2 ** 40, 2 ** 40], 0, 8)}}`, 8), 'SHAPE'],
    ['an overflow hidden by a zero', rawFile(`{${entry('a', 'F32', [2 ** 40, 2 ** 40, 0], 0, 0)}}`), 'SHAPE'],
    ['bytes beyond the end', rawFile(`{${a}}`, 7), 'OFFSETS'],
    ['a negative span', rawFile(`{${entry('a', 'F32', [1], 4, 0)}}`, 4), 'OFFSETS'],
    ['a span unlike the shape', rawFile(`{${entry('a', 'F32', [2], 0, 4)}}`, 4), 'SIZE_MISMATCH'],
    ['an overlap', rawFile(`{${a},${entry('b', 'F32', [2], 4, 12)}}`, 12), 'OVERLAP'],
    ['the same bytes twice', rawFile(`{${a},${entry('b', 'F32', [2], 0, 8)}}`, 8), 'OVERLAP'],
    ['a gap', rawFile(`{${a},${entry('b', 'F32', [1], 12, 16)}}`, 16), 'GAP'],
    ['a gap at the start', rawFile(`{${b}}`, 12), 'GAP'],
    ['trailing bytes', rawFile(`{${a}}`, 9), 'TRAILING_BYTES'],
    ['a tensor twice', rawFile(`{${a},${a}}`, 8), 'DUPLICATE_KEY'],
    ['a tensor twice, once escaped', rawFile(`{${a},${a.replace('"a"', '"\\u0061"')}}`, 8), 'DUPLICATE_KEY'],
    ['a field twice', rawFile('{"a":{"dtype":"U8","dtype":"U8","shape":[],"data_offsets":[0,1]}}', 1), 'DUPLICATE_KEY'],
    ['metadata twice', rawFile('{"__metadata__":{},"__metadata__":{}}'), 'DUPLICATE_KEY'],
    ['a metadata key twice', rawFile('{"__metadata__":{"k":"1","k":"2"}}'), 'DUPLICATE_KEY'],
    ['metadata that is no text', rawFile('{"__metadata__":{"k":1}}'), 'HEADER_SYNTAX'],
    ['metadata that is no object', rawFile('{"__metadata__":null}'), 'HEADER_SYNTAX'],
  ])('refuses %s', (_, file, code) => {
    expect(() => parseSafetensors(file)).toThrow(refused(code))
  })

  it('takes another limit for the header, and no other option', () => {
    expect(() => parseSafetensors(rawFile(`{${a}}`, 8), { maxHeaderBytes: 10 })).toThrowRomae(
      'SAFETENSORS_HEADER_TOO_LARGE',
    )
    expect(() => parseSafetensors(rawFile('{}'), { maxHeaderBytes: -1 })).toThrowRomae('SAFETENSORS_BAD_OPTION')
    const mistyped: object = { maxHeaderByte: 10 }
    expect(() => parseSafetensors(rawFile('{}'), mistyped)).toThrowRomae('SAFETENSORS_BAD_OPTION')
  })
})
