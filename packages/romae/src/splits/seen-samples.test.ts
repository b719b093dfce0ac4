import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { temporaryFolder } from '@romae/build/temporary-folder'
import { expect, it } from 'vitest'
import { keyTest, packKeys } from './key-set.ts'
import type { KnownKeys } from './sample-keys.ts'
import { pretrainingSeen, seenNotes } from './seen-notes.ts'
import { type ModelHistory, overlapOf, readHistory, seenFile, seenRecord, seenSamples } from './seen-samples.ts'

const keysOf = (ids: readonly string[], contents: readonly string[]): KnownKeys => ({
  ids,
  contents,
  groups: ids.map(() => undefined),
})
const training = keysOf(['a', 'b', 'c'], ['1', '2', '3'])
const history: ModelHistory = {
  training: seenSamples(training),
  validation: null,
  pretraining: seenSamples(keysOf(['d'], ['4'])),
}
const wording = { what: 'to test', name: 'series' }

async function saved(text: string): Promise<string> {
  const folder = await temporaryFolder()
  await writeFile(join(folder, seenFile), text)
  return folder
}

it('packs keys so that each is known again, and no other', () => {
  const keys = Array.from({ length: 500 }, (_, index) => `key ${index}`)
  const packed = packKeys([...keys, undefined, ...keys])
  expect(packed).toHaveLength(500 * 16)
  expect(packed).not.toContain('key')
  const isSeen = keyTest(packed)
  expect(keys.every(isSeen)).toBe(true)
  expect([undefined, '', 'key 500', 'KEY 1'].some(isSeen)).toBe(false)
  expect(keyTest('')('key 1')).toBe(false)
})

it('tells samples again by any of their keys', () => {
  const some = keysOf(['a', 'x', 'y', 'z'], ['9', '2', '8', '7'])
  expect(overlapOf(some, history.training)).toEqual({ seen: 2, of: 4, by: ['id', 'content'] })
  // What is an id here is no content there.
  expect(overlapOf(keysOf(['1'], ['a']), history.training)).toEqual({ seen: 0, of: 1, by: [] })
})

it('is read back, and is not known of a model that has no record', async () => {
  const folder = await saved(JSON.stringify(seenRecord(history)))
  expect(await readHistory(folder)).toEqual(history)
  expect(await readHistory(join(folder, 'elsewhere'))).toBeNull()
})

it.each([
  ['{', {}],
  ['{"formatVersion":2}', { reason: expect.stringContaining('the format version 2, and 1 is known') }],
  ['null', { reason: expect.stringContaining('format version undefined') }],
  [
    '{"formatVersion":1,"training":{"samples":1,"ids":"","groups":"","contents":"abc"}}',
    { reason: expect.stringContaining('does not hold what it should') },
  ],
  ['{"formatVersion":1}', { reason: expect.stringContaining('does not hold what it should') }],
])('refuses the record %s', async (text, fields) => {
  const folder = await saved(text)
  await expect(readHistory(folder)).rejects.toThrowRomae('APP_NO_MODEL', { folder, ...fields })
})

it('refuses a record that is no file', async () => {
  const folder = await saved('{}')
  await rm(join(folder, seenFile))
  await mkdir(join(folder, seenFile))
  await expect(readHistory(folder)).rejects.toThrowRomae('APP_NO_MODEL')
})

it('says what pre-training has seen, has not seen, or that it is not known', () => {
  const seen = (keys: KnownKeys, of: ModelHistory | null) => pretrainingSeen(keys, of, 'runs/pre', wording)
  expect(seen(training, history)).toEqual({
    notes: [expect.stringMatching(/^pre-training has seen 3 of the 3 series to test \(by id, content\)/)],
    overlap: { seen: 3, of: 3, by: ['id', 'content'] },
  })
  expect(seen(keysOf(['x'], ['9']), history).notes).toEqual(['pre-training has seen none of the 1 series to test'])
  expect(seen(training, null)).toEqual({
    notes: ['whether pre-training has seen series to test is not known: runs/pre was made before that was recorded'],
    overlap: 'unknown',
  })
  const nothing = { ids: [undefined], groups: [undefined], contents: [undefined] }
  expect(seen(nothing, history).overlap).toBe('unknown')
})

it('says what a model has seen of what it is evaluated on', () => {
  expect(seenNotes(keysOf(['a', 'd'], ['0', '0']), history, 'series')).toEqual([
    '1 of these 2 series are among those that it was trained on (by id)',
    '1 of these 2 series are among those that its pre-training has seen (by id)',
  ])
  expect(seenNotes(keysOf(['x'], ['0']), history, 'series')).toEqual([])
  expect(seenNotes(training, null, 'series')).toEqual([])
})
