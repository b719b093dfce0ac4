import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { ExportedPart } from './exported-part.ts'

/** A tensor in `tensors.f32`: float32, little-endian, row-major, from an element on. */
interface StoredTensor {
  readonly shape: readonly number[]
  readonly offset: number
}

/** `cases.json`: what to run on what. */
export interface Cases {
  readonly files: readonly {
    readonly file: string
    /** Name of the output to keep. */
    readonly output: string
    /** The inputs of each run, by name. */
    readonly trials: readonly Readonly<Record<string, StoredTensor>>[]
  }[]
}

/** Writes exported files and the inputs of their trials, for runtimes outside this process to read. */
export async function writeCases(folder: string, parts: readonly ExportedPart[]): Promise<void> {
  const tensors: Float32Array[] = []
  let offset = 0
  const store = (data: Float32Array, shape: readonly number[]): StoredTensor => {
    const stored = { shape, offset }
    tensors.push(data)
    offset += data.length
    return stored
  }
  const files = parts.map(({ name, declared, trials }) => ({
    file: `${name}.onnx`,
    output: declared.output.name,
    trials: trials.map(({ inputs }) =>
      Object.fromEntries(
        Object.entries(inputs).map(([input, { data, shape }]) => [input, store(data as Float32Array, shape)]),
      ),
    ),
  }))
  for (const { name, bytes } of parts) await writeFile(path.join(folder, `${name}.onnx`), bytes)
  await writeFile(path.join(folder, 'tensors.f32'), tensors)
  await writeFile(path.join(folder, 'cases.json'), JSON.stringify({ files } satisfies Cases))
}
