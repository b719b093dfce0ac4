import { describe, expect, it } from 'vitest'
import { readWideCsv } from '../csv/wide.ts'
import { readUea } from '../uea/read-uea.ts'
import { readText } from './text-source.ts'

const table = 't,v\n0,1\n1,2\n'

/** A stream of single bytes that says how far it was read, and whether the rest was cancelled. */
function slowly(text: string) {
  const seen = { bytes: 0, isCancelled: false }
  const stream = new ReadableStream<Uint8Array>(
    {
      pull(controller) {
        if (seen.bytes === text.length) return controller.close()
        controller.enqueue(Uint8Array.of(text.charCodeAt(seen.bytes)))
        seen.bytes += 1
      },
      cancel() {
        seen.isCancelled = true
      },
    },
    { highWaterMark: 0 },
  )
  return { seen, stream }
}

/** As browsers have streams that cannot be gone through by `for await`. */
const bare = (stream: ReadableStream<Uint8Array>) => ({ getReader: () => stream.getReader() })

describe('a table', () => {
  it.each([
    ['a File', () => new File([table], 'a.csv')],
    ['a Blob', () => new Blob([table])],
    ['a stream', () => slowly(table).stream],
    ['a stream without for await', () => bare(slowly(table).stream)],
  ])('is read from %s', async (_, source) => {
    const { series } = await readWideCsv(source(), { time: 't', channels: 'rest' })
    expect([...series[0]!.channels[0]!.values]).toEqual([1, 2])
  })

  it('that is a File is called by its name in messages', async () => {
    const file = new File(['t,v\n0,x1\n1,2\n'], 'mine.csv')
    await expect(readWideCsv(file, { time: 't', channels: ['v'] })).rejects.toThrowRomae('TIMESERIES_BAD_NUMBER', {
      file: 'mine.csv',
    })
  })
})

it('a .ts file is read from a File, and again', async () => {
  const file = new File(['@problemName a\n@classLabel true x y\n@data\n1,2:x\n'], 'a.ts')
  for (let time = 0; time < 2; time++) expect((await readUea(file)).series).toMatchObject([{ label: 'x' }])
})

it.each(['with', 'without'])('what is left of a stream %s for await is cancelled', async (kind) => {
  const { seen, stream } = slowly(table)
  for await (const _ of readText(kind === 'with' ? stream : bare(stream))) break
  expect(seen).toEqual({ bytes: 1, isCancelled: true })
})

it('a stream that fails says so', async () => {
  const broken = () =>
    new ReadableStream<Uint8Array>({ pull: (controller) => controller.error(new Error('the line is dead')) })
  for (const source of [broken(), bare(broken())]) {
    await expect(readWideCsv(source, { time: 't', channels: 'rest' })).rejects.toThrowRomae('TIMESERIES_CANNOT_READ', {
      file: '<stream>',
      reason: 'the line is dead',
    })
  }
})
