import { expect, it } from 'vitest'
import { decodeEntry, encodeEntry } from './entry.ts'

const graph = { model: Uint8Array.of(1, 10, 3, 10), outputs: ['loss', 'ausgabe "ä"\n'], nodes: 7 }

it('gives back what was written', () => {
  const { model, ...facts } = decodeEntry('key', encodeEntry('key', graph))!
  expect({ ...facts, model: new Uint8Array(model) }).toEqual(graph)
})

it('recognises every changed byte and every truncation', () => {
  const file = encodeEntry('key', graph)
  for (let index = 0; index < file.length; index++) {
    const changed = file.slice()
    changed[index]! ^= 1
    expect(decodeEntry('key', changed)).toBeUndefined()
    expect(decodeEntry('key', file.slice(0, index))).toBeUndefined()
  }
  expect(decodeEntry('key', Buffer.concat([file, Uint8Array.of(0)]))).toBeUndefined()
})

it('belongs to one key', () => {
  expect(decodeEntry('another', encodeEntry('key', graph))).toBeUndefined()
})
