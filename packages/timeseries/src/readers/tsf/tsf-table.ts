import { type Line, splitLines } from '@romae/internal/files'
import { errors } from '../../errors.ts'
import { plainCells, type RawRow, type RawTable, type WrittenRow } from '../csv/raw-row.ts'
import { limitError, MAX_HEADER_LINE, MAX_LINE } from '../limits.ts'
import type { RowTable } from '../row-table.ts'
import { requireText } from '../text/text-source.ts'
import { countOf } from '../uea/fields.ts'
import { FREQUENCIES, startOf, stepOf, timeAt } from './tsf-steps.ts'

/** Columns that no file names. */
const [TIME, VALUE] = ['time', 'value']
const START = 'start_timestamp'

/** What stands above the data. */
interface Header {
  /** Every line, as it is. */
  readonly text: string
  readonly attributes: readonly string[]
  readonly step: ReturnType<typeof stepOf>
}

/**
 * A `.tsf` file, as the Monash archive of forecasting has them, as a table: a row a value, with the file's attributes, such as
 * `series_name`, and the columns `time` and `value`. Times are dates where the file has a frequency and each series a start, and count from 0
 * otherwise; `?` is missing.
 *
 * @throws RomaeError `TIMESERIES_TSF_SYNTAX`, `TIMESERIES_LIMIT`, `TIMESERIES_NO_DATA`
 */
export async function openTsf(file: string, text: AsyncGenerator<string>): Promise<RowTable> {
  const lines = linesOf(file, text)
  const header = await readHeader(file, lines).catch(async (cause) => {
    await lines.return(undefined)
    throw cause
  })
  const { attributes, step } = header
  const columns = [...attributes, TIME!, VALUE!]
  const startAt = attributes.indexOf(START)

  async function* rows(): AsyncGenerator<RawRow> {
    for await (const line of lines) {
      if (isComment(line.text)) continue
      const { own, values, from } = partsOf(line)
      const start = startAt === -1 ? null : startOf(own[startAt]!)
      if (startAt !== -1 && start === null) {
        throw errors.TIMESERIES_TSF_SYNTAX({
          ...placeOf(line, 1),
          expected: 'a start such as 1979-01-01 00-00-00',
          got: own[startAt]!,
        })
      }
      let [at, index] = [0, 0]
      for (let end = 0; end !== -1; at = end + 1, index += 1) {
        end = values.indexOf(',', at)
        const cell = values.slice(at, end === -1 ? values.length : end).trim()
        if (cell === '') {
          throw errors.TIMESERIES_TSF_SYNTAX({ ...placeOf(line, from + at), expected: 'a number, or ?', got: '' })
        }
        const time = start === null || step === null ? String(index) : timeAt(start, step, index)
        const texts = [...own, time, cell === '?' ? '' : cell]
        yield { raw: [...texts], texts, end: '', line: line.number, isEmpty: false }
      }
    }
  }

  function partsOf(line: Line) {
    const most = attributes.length
    const own: string[] = []
    let from = 0
    while (own.length < most) {
      const colon = line.text.indexOf(':', from)
      if (colon === -1) {
        const expected = `${most} attributes and the values, parted by colons`
        throw errors.TIMESERIES_TSF_SYNTAX({
          ...placeOf(line, 1),
          expected,
          got: `${countOf(line.text, ':')} colons`,
        })
      }
      own.push(line.text.slice(from, colon).trim())
      from = colon + 1
    }
    return { own, values: line.text.slice(from), from: from + 1 }
  }

  const placeOf = ({ number }: Line, column: number) => ({ file, line: number, column })

  return {
    columns,
    async *cells() {
      for await (const { texts, line } of rows()) yield { cells: texts, line }
    },
    raw: (): RawTable => ({ ...plainCells, file, columns, rows, write: (written) => fileOf(header, startAt, written) }),
    close: async () => {
      await lines.return(undefined)
    },
  }
}

/** The file of such rows: a line a series, whose start is that of its first row. */
async function* fileOf(
  { text, attributes }: Header,
  startAt: number,
  written: AsyncIterable<WrittenRow>,
): AsyncGenerator<string> {
  yield text
  let line = 0
  for await (const { raw, beside } of written) {
    const own = raw.slice(0, attributes.length)
    const [time, value] = raw.slice(-2)
    if (startAt !== -1) own[startAt] = time!.replaceAll(/:(?=\d\d)/g, '-')
    const prefix = line === 0 ? '' : '\n'
    yield beside.line === line ? ',' : `${prefix}${own.map((cell) => `${cell}:`).join('')}`
    line = beside.line
    yield value === '' ? '?' : value!
  }
  yield '\n'
}

const isComment = (text: string) => /^\s*(?:#|$)/.test(text)

async function* linesOf(file: string, text: AsyncGenerator<string>): AsyncGenerator<Line> {
  try {
    for await (const line of splitLines(text, MAX_LINE)) {
      if (!isComment(line.text)) requireText(file, line)
      yield line
    }
  } catch (cause) {
    throw limitError(file, 'line', 'maxRowLength', cause)
  }
}

async function readHeader(file: string, lines: AsyncGenerator<Line>): Promise<Header> {
  let text = ''
  const attributes: string[] = []
  let step: Header['step'] = null
  for (let next = await lines.next(); !next.done; next = await lines.next()) {
    const { text: own, number: line } = next.value
    text += `${own}\n`
    if (text.length > MAX_HEADER_LINE) {
      const wayOut = 'is it a .tsf file, with @data before its values?'
      const what = 'characters above @data'
      throw errors.TIMESERIES_LIMIT({ file, line, column: 1, what, got: text.length, limit: MAX_HEADER_LINE, wayOut })
    }
    if (isComment(own)) continue
    const syntax = (expected: string, got: string) =>
      errors.TIMESERIES_TSF_SYNTAX({ file, line, column: 1, expected, got: got.slice(0, 40) })
    const [key = '', name = '', ...rest] = own.trim().split(/\s+/)
    switch (key.toLowerCase()) {
      case '@attribute':
        if (name === '' || rest.length !== 1) throw syntax('@attribute NAME TYPE', own)
        if (name === TIME || name === VALUE || attributes.includes(name)) throw syntax('another name', own)
        attributes.push(name)
        break
      case '@frequency':
        step = stepOf(name)
        if (step === null) throw syntax(`a frequency such as ${FREQUENCIES.join(', ')}`, name)
        break
      case '@data':
        if (attributes.length === 0) throw syntax('@attribute lines before @data', own)
        return { text, attributes, step }
      default:
        // @relation, @horizon, @missing and @equallength say nothing that the values do not.
        if (!key.startsWith('@')) throw syntax('a header line that starts with @', own)
    }
  }
  throw errors.TIMESERIES_NO_DATA({ file, missing: '@data line' })
}
