import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { checkpoints, readFixture } from '../test-support/fixtures.ts'
import { entry, rawFile } from '../test-support/raw-file.ts'
import {
  type NativeArray,
  parseSafetensors,
  RomaeError,
  type SafetensorsDType,
  serializeSafetensors,
  type TensorToWrite,
} from './index.ts'

const dtypes: readonly SafetensorsDType[] = [
  'BOOL',
  'U8',
  'I8',
  'I16',
  'U16',
  'F16',
  'BF16',
  'I32',
  'U32',
  'F32',
  'F64',
  'I64',
  'U64',
]
const arrayClasses = {
  ...{ BOOL: Uint8Array, U8: Uint8Array, I8: Int8Array, I16: Int16Array, U16: Uint16Array, F16: Uint16Array },
  ...{ BF16: Uint16Array, I32: Int32Array, U32: Uint32Array, F32: Float32Array, F64: Float64Array },
  ...{ I64: BigInt64Array, U64: BigUint64Array },
}

const tensor: fc.Arbitrary<TensorToWrite> = fc
  .tuple(fc.constantFrom(...dtypes), fc.array(fc.nat(4), { maxLength: 4 }))
  .chain(([dtype, shape]) => {
    const arrayClass = arrayClasses[dtype]
    const byteLength = shape.reduce((product, size) => product * size, arrayClass.BYTES_PER_ELEMENT)
    return fc
      .uint8Array({ minLength: byteLength, maxLength: byteLength })
      .map((bytes) => ({ dtype, shape, data: new arrayClass(bytes.slice().buffer) }))
  })
const wellFormed = fc.string({ unit: 'binary' })
const tensors = fc.uniqueArray(fc.tuple(wellFormed, tensor), { selector: ([name]) => name, maxLength: 6 })

const bytesOf = (data: NativeArray) => new Uint8Array(data.buffer, data.byteOffset, data.byteLength)

/** Reads everything there is to read. Values of a hostile file may be anything, but reading them must not throw. */
function readAll(bytes: Uint8Array): 'read' | 'refused' {
  try {
    const file = parseSafetensors(bytes)
    let values = 0
    for (const { data, toFloat32 } of file.tensors.values()) {
      values += data.byteLength
      expect(toFloat32().length).toBe(data.length)
    }
    expect(values).toBeLessThanOrEqual(bytes.length)
    return 'read'
  } catch (error) {
    if (!RomaeError.isInstance(error)) throw error
    return 'refused'
  }
}

describe('any file', () => {
  it('is read as it was written', () => {
    const metadata = fc.option(fc.dictionary(wellFormed, wellFormed, { maxKeys: 3 }), { nil: undefined })
    fc.assert(
      fc.property(tensors, metadata, (written, entries) => {
        const bytes = serializeSafetensors(new Map(written), entries)
        const file = parseSafetensors(bytes)
        expect(file.tensors.size).toBe(written.length)
        for (const [name, { dtype, shape, data }] of written) {
          expect(file.tensor(name)).toMatchObject({ dtype, shape })
          expect(bytesOf(file.tensor(name).data)).toEqual(bytesOf(data))
        }
        expect(serializeSafetensors(file.tensors, file.metadata)).toEqual(bytes)
      }),
      { seed: 1, numRuns: 300 },
    )
  })

  it('is read or refused with a typed error when bytes change or are cut', () => {
    const original = readFixture(checkpoints[0])
    const headerEnd = 8 + Number(new DataView(original.buffer).getBigUint64(0, true))
    const small = serializeSafetensors(parseSafetensors(original).tensors).subarray(0, headerEnd)
    const counts = { read: 0, refused: 0 }
    const changes = fc.array(fc.tuple(fc.nat(headerEnd - 1), fc.nat(255)), { minLength: 1, maxLength: 4 })
    fc.assert(
      fc.property(changes, fc.boolean(), (positions, cut) => {
        const mutated = cut ? small.slice(0, positions[0]![0]) : original.slice()
        for (const [position, value] of positions) if (position < mutated.length) mutated[position] = value
        counts[readAll(mutated)] += 1
      }),
      { seed: 2, numRuns: 2_000 },
    )
    expect(counts.refused).toBeGreaterThan(1_000)
    expect(counts.read).toBeGreaterThan(0)
  })

  it('is read or refused with a typed error when its header is other JSON of the same words', () => {
    const word = fc.constantFrom('dtype', 'shape', 'data_offsets', '__metadata__', '__proto__', 'F32', 'F16', 'a')
    const number = fc.oneof(fc.nat(16), fc.integer(), fc.double(), fc.constantFrom(2 ** 53, 2 ** 31, -0))
    const { json } = fc.letrec((tie) => ({
      json: fc.oneof(word, number, fc.constant(null), tie('list'), tie('record')),
      list: fc.array(tie('json'), { maxLength: 3 }),
      record: fc.dictionary(word, tie('json'), { maxKeys: 4 }),
    }))
    const almost = fc.tuple(
      fc.constantFrom(...dtypes, 'F8'),
      fc.array(fc.nat(3), { maxLength: 3 }),
      fc.nat(9),
      fc.nat(9),
    )
    const header = fc.oneof(
      json.map((value) => JSON.stringify(value)),
      fc.array(almost, { maxLength: 3 }).map((all) => `{${all.map((one, i) => entry(`t${i}`, ...one)).join(',')}}`),
    )
    const counts = { read: 0, refused: 0 }
    fc.assert(
      fc.property(header, fc.nat(16), (text, size) => {
        counts[readAll(rawFile(text, size))] += 1
      }),
      { seed: 3, numRuns: 3_000 },
    )
    expect(counts.read).toBeGreaterThan(0)
    expect(counts.refused).toBeGreaterThan(1_000)
  })

  it('costs neither memory nor time for what it only claims', () => {
    const files = [
      rawFile('{"a":{"dtype":"F64","shape":[1000000000000],"data_offsets":[0,8000000000000]}}'),
      rawFile('{}', 0, 99_999_999n),
      rawFile(`{"a":${'['.repeat(1_000_000)}`),
      rawFile(`${'{"a":'.repeat(300_000)}`),
      rawFile(`{"a":{"shape":[${'1,'.repeat(500_000)}1]}}`),
      rawFile(`{"a":{"shape":[${'9'.repeat(1_000_000)}]}}`),
      rawFile(`{"${'\\'.repeat(1_000_001)}"}`),
    ]
    for (const file of files) {
      const started = process.cpuUsage()
      expect(readAll(file)).toBe('refused')
      // Of this process alone, however busy the machine is.
      const { user, system } = process.cpuUsage(started)
      expect((user + system) / 1e6).toBeLessThan(1)
    }
  })
})
