import { describe, expect, it } from 'vitest'
import { chunks, collect } from '../../testing/chunks.ts'
import { withoutComments } from './comments.ts'
import { readWideCsv } from './wide.ts'

const split = async (whole: string, size?: number) => {
  const { comments, text } = await withoutComments(chunks(whole, size))
  return [comments, (await collect(text)).join('')]
}

describe('comments above a header', () => {
  it.each([
    ['none', 'a,b\n1,2\n', ''],
    ['one', '# from x, y\na,b\n1,2\n', '# from x, y\n'],
    ['several, with empty lines', '# one\r\n\r\n#two\r\na,b\r\n1,2\r\n', '# one\r\n\r\n#two\r\n'],
    ['none where the header begins so', '#time,b\n1,2\n', ''],
    ['those above a header that begins so', '# from x\n#time;b\n1;2\n', '# from x\n'],
    ['one of as many cells as the names below', '# x, y\na,b\n1,2\n', '# x, y\n'],
    ['nothing but them', '# x\n', '# x\n'],
    ['nothing', '', ''],
    ['none further below', 'a,b\n#1,2\n', ''],
  ])('%s', async (_, whole, expected) => {
    const rest = expected.replaceAll(/[^\n]/g, '') + whole.slice(expected.length)
    expect(await split(whole)).toEqual([expected, rest])
    expect(await split(whole, 1)).toEqual([expected, rest])
  })

  it('are passed over, and lines keep their numbers', async () => {
    const text = '# Data source: https://example.org, 2024\ntime,x\n0,1\n1,two\n'
    await expect(readWideCsv(chunks(text), { time: 'time', channels: 'rest' })).rejects.toThrow(/:4:/)
    const { channels } = await readWideCsv(chunks(text.replace('two', '2')), { time: 'time', channels: 'rest' })
    expect(channels).toEqual(['x'])
  })
})
