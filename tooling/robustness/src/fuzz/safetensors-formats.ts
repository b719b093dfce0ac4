import { readFileSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import path from 'node:path'
import { parseSafetensors, serializeSafetensors } from '@romae/safetensors'
import { openSafetensors } from '@romae/safetensors/node'
import { type Format, requireThat } from './format.ts'
import { mutateBytes } from './mutate.ts'
import { mutateHeader } from './mutate-header.ts'

const require = createRequire(import.meta.url)

const words = [
  ...['"dtype"', '"shape"', '"data_offsets"', '"__metadata__"', '"__proto__"', '"F32"', '"F16"', '"BF16"', '"I64"'],
  ...['"BOOL"', '"F8_E4M3"', '{', '}', '[', ']', ',', ':', '"', '\\', '\\u0000', '\\ud800', '0', '-1', '1e3', ' '],
  ...[
    '9007199254740991',
    '18446744073709551616',
    '[0,0]',
    '4294967296',
    '"a":{"dtype":"U8","shape":[],"data_offsets":',
  ],
]

/** `.safetensors` files in memory, and on disk tensor by tensor. */
export function safetensorsFormats(folder: string): Format[] {
  const seeds = [golden(), everyDtype(), serializeSafetensors({}), serializeSafetensors({}, { format: 'pt' })]
  const headers = seeds.map((seed) => 8 + Number(new DataView(seed.buffer, seed.byteOffset).getBigUint64(0, true)))
  const make: Format['make'] = (random) => {
    const index = random.integer(seeds.length)
    const seed = seeds[index]!
    if (random.uniform() < 0.5) return mutateHeader(seed, random)
    const mutated = mutateBytes(seed, random, words, headers[index]!)
    // Most get the length of their header right, without which nothing of it would be read.
    const headerLength = headers[index]! - 8 + mutated.length - seed.length
    if (random.uniform() < 0.75 && headerLength >= 0) {
      new DataView(mutated.buffer).setBigUint64(0, BigInt(headerLength), true)
    }
    return mutated
  }
  const file = path.join(folder, 'damaged.safetensors')
  return [
    {
      name: 'safetensors',
      share: 0.4,
      make,
      async read(input) {
        const { tensors } = parseSafetensors(input)
        let bytes = 0
        for (const { shape, data, toFloat32 } of tensors.values()) {
          bytes += data.byteLength
          const size = shape.reduce((product, length) => product * length, 1)
          requireThat(data.length === size, 'a tensor has another number of values than its shape')
          requireThat(toFloat32().length === data.length, 'a tensor changed its length')
        }
        requireThat(bytes <= input.length, 'the tensors hold more than the file')
      },
    },
    {
      name: 'safetensors on disk',
      share: 0.05,
      make,
      async read(input) {
        await writeFile(file, input)
        const opened = await openSafetensors(file)
        try {
          for (const name of opened.tensors.keys()) (await opened.read(name)).toFloat32()
        } finally {
          await opened.close()
        }
      },
    },
  ]
}

function golden(): Uint8Array {
  const manifest = require.resolve('@romae/parity-fixtures/manifest.json')
  // A copy: what `readFileSync` gives may be a part of a larger buffer.
  return Uint8Array.from(readFileSync(path.join(path.dirname(manifest), 'rope-1d-head20-p050.safetensors')))
}

function everyDtype(): Uint8Array {
  return serializeSafetensors(
    {
      f32: { data: Float32Array.of(1, -2, Number.NaN), shape: [3] },
      f64: { data: Float64Array.of(1e300), shape: [] },
      f16: { data: Uint16Array.of(1, 0x7c01), shape: [1, 2], dtype: 'F16' },
      bf16: { data: Uint16Array.of(1, 0xff80), shape: [2, 1], dtype: 'BF16' },
      i64: { data: BigInt64Array.of(-1n, 1n << 62n), shape: [2] },
      i32: { data: Int32Array.of(-1), shape: [1] },
      u8: { data: Uint8Array.of(1, 2, 3), shape: [3] },
      bool: { data: Uint8Array.of(0, 1, 7), shape: [3, 1], dtype: 'BOOL' },
      empty: { data: new Float32Array(0), shape: [0, 5] },
    },
    { format: 'pt', note: 'ü' },
  )
}
