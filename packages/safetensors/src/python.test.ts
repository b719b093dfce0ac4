import { execFileSync, spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { temporaryFolder } from '@romae/build/temporary-folder'
import { describe, expect, it } from 'vitest'
import { parseSafetensors, type TensorToWrite } from './index.ts'
import { writeSafetensors } from './node.ts'

const folder = await temporaryFolder()
const python = spawnSync('python3', ['-c', 'import numpy, safetensors']).status === 0
const reason = 'needs python3 with the packages safetensors and numpy'

/** Loads our file, prints it value by value, and saves the same tensors anew. */
const script = `
import json, sys
from safetensors import safe_open
from safetensors.numpy import save_file
ours, theirs = sys.argv[1:]
with safe_open(ours, 'np') as f:
    tensors = {name: f.get_tensor(name) for name in f.keys()}
    save_file(tensors, theirs, metadata=f.metadata())
print(json.dumps({name: [str(t.dtype), list(t.shape), t.astype('float64').ravel().tolist()] for name, t in tensors.items()}))
`

describe('the Python package', () => {
  it('loads what is written here, and writes the same bytes', async (context) => {
    context.skip(!python, reason)
    const [ours, theirs] = [join(folder, 'ours.safetensors'), join(folder, 'theirs.safetensors')]
    const written: Record<string, TensorToWrite> = {
      weight: { data: Float32Array.of(1, -2.5, 2 ** -149, 3e38, 5, 6), shape: [2, 3] },
      'name "ü\u{1f600}\n': { data: Float32Array.of(4), shape: [] },
      '\uffee': { data: new Float32Array(0), shape: [0, 4] },
      double: { data: Float64Array.of(Math.PI), shape: [1] },
      half: { data: Uint16Array.of(0x3c00, 0x0001, 0x7bff), shape: [3], dtype: 'F16' },
      long: { data: BigInt64Array.of(-5n, 1n << 40n), shape: [2, 1] },
      flags: { data: Uint8Array.of(1, 0, 1), shape: [3], dtype: 'BOOL' },
      ...{ i8: { data: Int8Array.of(-7), shape: [1] }, u8: { data: Uint8Array.of(200), shape: [1] } },
      ...{ i16: { data: Int16Array.of(-300), shape: [1] }, u16: { data: Uint16Array.of(60_000), shape: [1] } },
      ...{ i32: { data: Int32Array.of(-70_000), shape: [1] }, u32: { data: Uint32Array.of(4e9), shape: [1] } },
      ulong: { data: BigUint64Array.of(1n << 50n), shape: [1] },
    }
    await writeSafetensors(ours, written, { format: 'np' })
    const output = execFileSync('python3', ['-c', script, ours, theirs], { encoding: 'utf8' })
    const seen = new Map(Object.entries(JSON.parse(output) as Record<string, [string, number[], number[]]>))
    expect(seen.get('weight')).toEqual(['float32', [2, 3], [1, -2.5, 2 ** -149, Math.fround(3e38), 5, 6]])
    expect(seen.get('half')).toEqual(['float16', [3], [1, 2 ** -24, 65_504]])
    expect(seen.get('long')).toEqual(['int64', [2, 1], [-5, 2 ** 40]])
    expect(seen.get('flags')).toEqual(['bool', [3], [1, 0, 1]])
    expect([...seen.keys()].sort()).toEqual(Object.keys(written).sort())
    expect(Buffer.compare(readFileSync(theirs), readFileSync(ours))).toBe(0)
    const read = parseSafetensors(readFileSync(theirs))
    for (const [name, { data }] of Object.entries(written)) expect(read.tensor(name).data).toEqual(data)
  })
})
