import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { temporaryFolder } from '@romae/build/temporary-folder'
import { caught } from '@romae/internal/testing'
import { describe, expect, it } from 'vitest'
import { chunks, collect } from '../../testing/chunks.ts'
import { parseNumber } from './parse-number.ts'
import { readText } from './text-source.ts'

describe('parseNumber', () => {
  it.each([
    ['0', 0],
    ['-0.5', -0.5],
    ['+3.', 3],
    ['.25', 0.25],
    ['1e3', 1000],
    ['-2.5E-3', -0.0025],
    ['007', 7],
    ['0e5', 0],
    ['0.1', 0.1],
    ['179769313486231570000e288', 1.7976931348623157e308],
    ['0.0000001', 1e-7],
    ['9007199254740993', 9007199254740992],
    ['0.4967141530112327', 0.4967141530112327],
    ['-0', -0],
    ['0.50', 0.5],
  ])('reads %s, and says where it is written otherwise', (text, value) => {
    const written = Object.is(value, -0) ? '-0' : String(value)
    expect(parseNumber(text)).toEqual({ value, text: written === text ? undefined : text })
  })

  it.each([
    '',
    ' ',
    ' 1',
    '1.2.3',
    '0x10',
    '1_000',
    '1,5',
    'NaN',
    'Infinity',
    '-',
    '.',
    'e5',
    '1e',
    '１',
    '1f',
    '1e999',
    '-1e999',
    '1e-999',
    '0.1e-400',
  ])('refuses %j', (text) => {
    expect(parseNumber(text)).toHaveProperty('reason')
  })
})

describe('readText', () => {
  const bytes = async function* (...values: number[]) {
    for (const value of values) yield Uint8Array.of(value)
  }

  it('says where text stops being UTF-8, across chunks', async () => {
    const error = await caught(() => collect(readText(bytes(0x61, 0x0a, 0x62, 0xc3, 0xa9, 0xff, 0x62))))
    expect(error.code).toBe('TIMESERIES_NOT_TEXT')
    expect(error.fields).toMatchObject({ line: 2, column: 3 })
  })

  it('says so for a character that is cut at the end', async () => {
    const error = await caught(() => collect(readText(bytes(0x61, 0xc3))))
    expect(error.fields).toMatchObject({ line: 1, column: 2 })
  })

  it('puts characters together that chunks of text cut in two, and refuses halves', async () => {
    expect((await collect(readText(chunks('a😀b😀', 2)))).map((text) => [...text])).toEqual([
      ['a'],
      ['😀', 'b'],
      ['😀'],
    ])
    expect((await caught(() => collect(readText(chunks('a\nb\uD83D'))))).fields).toMatchObject({ line: 2, column: 2 })
    expect((await caught(() => collect(readText(chunks('a\uDE00b'))))).fields).toMatchObject({ line: 1, column: 2 })
  })

  it.each([1, 2, 3, 7, 100])('ends lines of carriage returns alone, in chunks of %i', async (size) => {
    const read = async (text: string) => (await collect(readText(chunks(text, size)))).join('')
    expect(await read('a,b\r1,2\r\r3,4\r')).toBe('a,b\n1,2\n\n3,4\n')
    // A carriage return is part of a cell where lines end otherwise, or where it is quoted.
    expect(await read('a,b\n1,2\r3\n')).toBe('a,b\n1,2\r3\n')
    expect(await read('"a\rb",c\r\n1,2\r\n')).toBe('"a\rb",c\r\n1,2\r\n')
  })

  it('refuses UTF-16', async () => {
    const error = await caught(() => collect(readText(bytes(0xff, 0xfe, 0x61, 0x00))))
    expect(error.code).toBe('TIMESERIES_NOT_TEXT')
  })

  it('names a file that cannot be read', async () => {
    const error = await caught(() => collect(readText('/no/such/file.csv')))
    expect(error.code).toBe('TIMESERIES_CANNOT_READ')
    expect(error.message).toContain('cannot read /no/such/file.csv: ENOENT')
  })

  it.runIf(process.platform !== 'win32')('does not wait for a FIFO, and says what to do', async () => {
    const folder = await temporaryFolder()
    execFileSync('mkfifo', [join(folder, 'fifo')])
    const error = await caught(() => collect(readText(join(folder, 'fifo'))))
    expect(error).toMatchObject({
      code: 'TIMESERIES_CANNOT_READ',
      fields: { reason: expect.stringContaining('give a stream') },
    })
    expect((await caught(() => collect(readText(folder)))).fields.reason).toBe(
      'it is a folder, and only files are read',
    )
  })

  it.each([
    [undefined],
    [{}],
    [
      (async function* () {
        yield 5
      })(),
    ],
  ])('refuses what is no source', async (source) => {
    await expect(async () => collect(readText(source as never))).rejects.toThrowRomae('TIMESERIES_CANNOT_READ')
  })
})
