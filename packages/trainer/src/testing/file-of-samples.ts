import { type FileHandle, open } from 'node:fs/promises'
import type { Tokenizer, Tokens } from '@romae/tokenizer'
import type { SampleSource } from '../data/sample-source.ts'

/** Tokens of a sample, and numbers in each: 64 KiB a sample. */
const [length, tokenSize] = [16, 1024]
const sampleBytes = 4 * length * tokenSize

/** Tokens as they are, one after the other on one axis. */
const tokenizer: Tokenizer<Float32Array> = {
  specVersion: 1,
  name: 'numbers',
  axes: ['place'],
  tokenSize,
  tokenize: (values): Tokens => ({ values, positions: Float32Array.from({ length }, (_, place) => place), length }),
}

/** Writes a file of samples, each of which is a wave of its own. @returns its bytes */
export async function writeSamples(path: string, count: number): Promise<number> {
  const file = await open(path, 'w')
  const sample = new Float32Array(length * tokenSize)
  try {
    for (let index = 0; index < count; index++) {
      for (let i = 0; i < sample.length; i++) sample[i] = ((i * (index % 97)) % 64) / 32 - 1
      await file.writeFile(new Uint8Array(sample.buffer))
    }
  } finally {
    await file.close()
  }
  return count * sampleBytes
}

export interface FileOfSamples {
  readonly path: string
  /** How many it has. */
  readonly samples: number
  /** Keeps what was read, as a source must not: to see that it shows. */
  readonly keep?: boolean
}

/** A data set that is read from a file sample by sample. */
export default function fileOfSamples({ path, samples, keep = false }: FileOfSamples) {
  let file: Promise<FileHandle> | undefined
  const kept: Float32Array[] = []
  const source: SampleSource<Float32Array> = {
    length: samples,
    tokenCounts: length,
    async sample(index) {
      file ??= open(path)
      const values = new Float32Array(length * tokenSize)
      await (await file).read(values, 0, sampleBytes, index * sampleBytes)
      if (keep) kept.push(values)
      return values
    },
  }
  return { tokenizer, samples: source }
}
