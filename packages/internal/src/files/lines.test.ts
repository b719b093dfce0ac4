import { describe, expect, it } from 'vitest'
import { guardRows, splitLines, TooLong } from './index.ts'

async function* chunks(text: string, size: number): AsyncGenerator<string> {
  for (let start = 0; start < text.length; start += size) yield text.slice(start, start + size)
}

async function all<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const found: Item[] = []
  for await (const item of items) found.push(item)
  return found
}

const failure = (items: AsyncIterable<unknown>) =>
  all(items).then(
    () => null,
    (cause: unknown) => cause,
  )
const sizes = [1, 2, 3, 7, 1000]

describe('splitLines', () => {
  it.each(sizes)('splits text in chunks of %d characters', async (size) => {
    const lines = await all(splitLines(chunks('a\r\n\nbc\nd', size), 100))
    const ends = ['\r\n', '\n', '\n', '']
    expect(lines).toEqual(['a', '', 'bc', 'd'].map((text, index) => ({ text, number: index + 1, end: ends[index] })))
    expect(await all(splitLines(chunks('', size), 100))).toEqual([])
  })

  it.each(sizes)('takes lines up to the limit, in chunks of %d characters', async (size) => {
    expect(await all(splitLines(chunks('12345\n12345', size), 5))).toHaveLength(2)
    const error = await failure(splitLines(chunks('1\n123456\n', size), 5))
    expect(error).toBeInstanceOf(TooLong)
    expect(error).toMatchObject({ line: 2, got: 6, limit: 5 })
  })

  it('needs no more than the limit for a line without end', async () => {
    let given = 0
    const endless = (async function* () {
      for (;;) {
        given += 1000
        yield 'x'.repeat(1000)
      }
    })()
    expect(await failure(splitLines(endless, 50_000))).toMatchObject({ line: 1, got: 51_000 })
    expect(given).toBe(51_000)
  })
})

describe('guardRows', () => {
  it.each(sizes)('hands on what has short rows, in chunks of %d characters', async (size) => {
    const text = 'a,b\r\n1,"2\n3"\n\n"""x""",y\n'
    expect((await all(guardRows(chunks(text, size), 12))).join('')).toBe(text)
  })

  it.each([
    ['a row', 'a\nb\n1234567\n', { line: 3, got: 8 }],
    ['a row without an end', 'a\nb\n12345678', { line: 3, got: 8 }],
    ['a quote that is never closed', 'a\n"1\n2\n3\n4', { line: 2, got: 8 }],
    ['a row of lines in quotes', '"1\n2"\n"1\n","\n"\nb\n', { line: 3, got: 9 }],
  ])('refuses %s that is too long', async (_, text, expected) => {
    for (const size of sizes) {
      const error = await failure(guardRows(chunks(text, size), 7))
      expect(error).toBeInstanceOf(TooLong)
      expect(error).toMatchObject({ line: expected.line, limit: 7 })
    }
    expect(await failure(guardRows(chunks(text, 1000), 7))).toMatchObject(expected)
  })

  it('ends no row within quotes, and every one outside of them', async () => {
    expect(await failure(guardRows(chunks('"""\n""","\n"\n', 1000), 11))).toBeInstanceOf(TooLong)
    expect(await failure(guardRows(chunks('"a"\n"b"\n"c"\n', 1000), 4))).toBeNull()
  })
})
