import { rmSync, utimesSync, writeFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { temporaryFolder } from '@romae/build/temporary-folder'
import { inOrder } from '@romae/internal/iteration'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { textSink } from '../testing/text-sink.ts'
import { holdOrRead } from './hold-or-read.ts'
import { memoryBudget } from './memory-budget.ts'
import { selectSamples } from './sample-list.ts'

const folder = await temporaryFolder()
const count = 200
const texts = Array.from({ length: count }, (_, index) => `sample ${index}`)
const file = (index: number) => join(folder, `${index}.txt`)
beforeAll(() => {
  for (const [index, text] of texts.entries()) writeFileSync(file(index), text)
})
beforeEach(() => writeFileSync(file(5), texts[5]!))

/** Files of 1,000 bytes each, as it were. @returns also how often a file was read, and what was said */
async function list(gigabytes: number, bytes = (_: number) => 1000) {
  const reads = { count: 0 }
  const { output, text } = textSink(false)
  const decode = async (index: number) => {
    reads.count++
    return readFile(file(index), 'utf8')
  }
  const listed = { length: count, alike: false, file, decode, bytes: (_: string, index: number) => bytes(index) }
  const samples = await holdOrRead(listed, 'texts', memoryBudget(gigabytes), output)
  return { samples, reads, said: text() }
}

describe('holdOrRead', () => {
  it('holds what fits with its tokens: every file is read once', async () => {
    const { samples, reads, said } = await list(400_000e-9)
    expect(samples.held).toEqual(texts)
    expect([reads.count, said]).toEqual([count, ''])
  })

  it('reads the rest when it is asked for, the same samples, and says so', async () => {
    const { samples, reads, said } = await list(399_000e-9)
    expect(samples.held).toBeNull()
    expect(said).toBe(
      'reading texts: 200 would take about 400.0 kB with their tokens, --memory has 399.0 kB: each is read whenever it is ' +
        'needed\n',
    )
    const before = reads.count
    const read: string[] = []
    for await (const sample of inOrder(samples)) read.push(sample)
    expect(read).toEqual(texts)
    const some = selectSamples(samples, [7, 3, 150])
    expect([some.length, await some.sample(0), await some.sample(2)]).toEqual([3, texts[7], texts[150]])
    expect(reads.count).toBe(before + count + 2)
  })

  it('does not decode half of what clearly does not fit before it gives up', async () => {
    const { samples, reads } = await list(100_000e-9)
    expect(samples.held).toBeNull()
    expect(reads.count).toBeLessThan(70)
  })

  it('does not give up because the first samples are the largest', async () => {
    const { samples } = await list(400_000e-9, (index) => (index < 64 ? 1900 : 500))
    expect(samples.held).toEqual(texts)
  })

  it('opens a few files at a time, however many are asked for', async () => {
    let [open, most] = [0, 0]
    const decode = async (index: number) => {
      most = Math.max(most, ++open)
      await new Promise((resolve) => setTimeout(resolve, 1))
      open--
      return index
    }
    const listed = { length: 100, alike: true, file: () => null, decode, bytes: () => 1000 }
    const samples = await holdOrRead(listed, 'texts', memoryBudget(1e-9), textSink(false).output)
    const all = await Promise.all(Array.from({ length: 100 }, (_, index) => samples.sample(index)))
    expect([all[99], most]).toEqual([99, 8])
  })

  it('shares the budget among sets', async () => {
    const budget = memoryBudget(3000e-9)
    const listed = { length: 1, alike: true, file: () => null, decode: async () => 'x', bytes: () => 1000 }
    const { output } = textSink(false)
    expect((await holdOrRead(listed, 'texts', budget, output)).held).toEqual(['x'])
    expect((await holdOrRead(listed, 'texts', budget, output)).held).toBeNull()
  })

  it.each([
    ['larger', () => writeFileSync(file(5), 'sample five')],
    ['newer', () => utimesSync(file(5), 1, 1)],
  ])('refuses a file that is %s than when it was first read, and names it', async (_, change) => {
    const { samples } = await list(1e-9)
    expect(await samples.sample(5)).toBe('sample 5')
    change()
    await expect(samples.sample(5)).rejects.toThrowRomae('APP_FILE_CHANGED', { file: file(5) })
    expect(await samples.sample(6)).toBe('sample 6')
  })

  it('leaves a file that is gone to whoever reads it', async () => {
    const { samples } = await list(1e-9)
    rmSync(file(5))
    await expect(samples.sample(5)).rejects.toThrow(/ENOENT.*5\.txt/)
  })
})
