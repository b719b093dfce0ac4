import { readWideCsv, streamWideCsv, type TimeSeries } from '@romae/timeseries'
import { timeseries } from '@romae/timeseries/modality'
import type { ReadContext } from '@romae/tokenizer/modality'

/** What a page has read of files, and made of one. */
export interface PageTables {
  /** Of a CSV file and a `.ts` file as the modality reads them: ids, labels and values. */
  readonly files: readonly string[]
  /** The values of a table from a `Blob`. */
  readonly blob: readonly number[]
  /** How many series of a stream that never ends were taken, and whether the rest was cancelled. */
  readonly stream: { readonly series: number; readonly isCancelled: boolean }
  /** The CSV file with its gaps filled. */
  readonly written: string
}

const csv = 'day;place;rain;note\r\n2024-01-01;"Zürich";;"a; b"\r\n2024-01-02;"Zürich";1,5;\r\n2024-01-01;Graz;2;x\r\n'
const ts =
  '@problemName walks\n@timeStamps false\n@univariate true\n@classLabel true up down\n@data\n1,2,3:up\n3,?,1:down\n'

/** Files as a page's user gives them become series, and a file again, without Node. */
export async function pageTables(): Promise<PageTables> {
  const defaults = { label: null, channel: null, value: null, ignore: null, unit: null, delimiter: null, decimal: null }
  const asked = { allowMissingChannels: false, missing: [], augment: { dropTimes: 0 } }
  const options = { ...defaults, ...asked, time: 'day', id: 'place' }
  const standardInput = () => Promise.reject(new Error('a page has no standard input'))
  const context = { standardInput, purpose: 'train', note: () => {} } as unknown as ReadContext
  const table = new File([csv], 'rain.csv')
  const read = async (file: File) => (await timeseries.read([file], options, context)).samples as readonly TimeSeries[]
  const series = await read(table)
  const filled = series.map((one) => ({ ...one, channels: one.channels.map(withoutGaps) }))
  const content = await timeseries.write!(table, { read: series, filled }, options, {
    standardInput,
    escapeFormulas: false,
  })
  const blob = await readWideCsv(new Blob(['t,v\n0,1\n1,2\n']), { time: 't', channels: 'rest' })
  return {
    files: [...series, ...(await read(new File([ts], 'walks.ts')))].map(described),
    blob: blob.series.flatMap(({ channels }) => [...channels[0]!.values]),
    stream: await takeSome(),
    written: await textOf(content as AsyncIterable<string>),
  }
}

function withoutGaps({ values, ...channel }: TimeSeries['channels'][number]) {
  return { ...channel, values: values.map((value) => (Number.isNaN(value) ? 0.25 : value)) }
}

function described({ id, label, channels }: TimeSeries): string {
  return `${id}, ${label}: ${channels.map(({ name, times, values }) => `${name} ${times} ${values}`).join('; ')}`
}

/** Ten series of a stream that has one after the other for ever. */
async function takeSome() {
  let isCancelled = false
  let next = 0
  const rows = new ReadableStream<Uint8Array>({
    pull(controller) {
      controller.enqueue(new TextEncoder().encode(next === 0 ? 'id,t,v\n' : `${next},0,1\n${next},1,2\n`))
      next += 1
    },
    cancel() {
      isCancelled = true
    },
  })
  let series = 0
  for await (const _ of streamWideCsv(rows, { id: 'id', time: 't', channels: ['v'] })) {
    series += 1
    if (series === 10) break
  }
  // The source is told so without anybody waiting for it.
  for (let tries = 0; tries < 100 && !isCancelled; tries++) await new Promise((resolve) => setTimeout(resolve, 10))
  return { series, isCancelled }
}

async function textOf(content: AsyncIterable<string>): Promise<string> {
  let text = ''
  for await (const piece of content) text += piece
  return text
}
