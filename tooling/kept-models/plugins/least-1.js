// Never edit this file: it is a plugin as somebody published it for version 1 of the modality contract, with what the contract asks
// for and nothing else. Whatever the contract becomes, this file has to go on working as it is. A test holds its checksum.
import { readFile } from 'node:fs/promises'

/** One number a token, at its place in the line. */
const tokenizer = {
  specVersion: 1,
  name: 'lines',
  axes: ['place'],
  tokenSize: 1,
  /** @param {readonly number[]} line */
  tokenize: (line) => ({
    values: Float32Array.from(line),
    positions: Float32Array.from(line, (_, place) => place),
    length: line.length,
  }),
  toJSON: () => ({}),
}

export default {
  specVersion: 1,
  name: 'lines',
  samples: 'lines',
  files: 'text files with lines of numbers',
  /** @param {readonly string[]} paths */
  async read(paths) {
    const texts = await Promise.all(paths.map((path) => readFile(path, 'utf8')))
    const lines = texts.flatMap((text) => text.trim().split('\n'))
    return { samples: lines.map((line) => line.split(' ').map(Number)), ids: lines.map((_, index) => `line ${index}`) }
  },
  fit: () => tokenizer,
  restore: () => tokenizer,
}
