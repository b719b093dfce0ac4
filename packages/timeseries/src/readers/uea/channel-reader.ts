import { errors } from '../../errors.ts'
import type { SeriesChannel } from '../../series/series.ts'
import type { FilePosition } from '../text/file-position.ts'
import { parseNumber } from '../text/parse-number.ts'
import { EPOCH, spanBetween, type TimeUnit } from '../time/moment.ts'
import { TimeReader, unitOf } from '../time/time-reader.ts'
import { countOf, type Field, trimField } from './fields.ts'
import type { UeaHeader } from './header.ts'

/** `(time,value)` and the comma or the end after it. */
const TUPLE = /\s*\(([^(),]*),([^(),]*)\)\s*(,|$)/y

/** Reads the channels of one file's cases. */
export class ChannelReader {
  readonly #file: string
  readonly #header: UeaHeader
  readonly #times = new TimeReader({})
  /** Times 0, 1, 2, … by length: all channels of a length share theirs. */
  readonly #grids = new Map<number, Float64Array>()

  constructor(file: string, header: UeaHeader) {
    this.#file = file
    this.#header = header
  }

  /** Of the times that were read so far, where they are dates. */
  get timeUnit(): { readonly timeUnit?: TimeUnit } {
    return unitOf(this.#times)
  }

  read(field: Field, line: number): SeriesChannel {
    return this.#header.timeStamps ? this.#readTuples(field, line) : this.#readValues(field, line)
  }

  /** The values of a line may be a hundred million: no object is made for one of them. */
  #readValues({ text, start }: Field, line: number): SeriesChannel {
    const length = countOf(text, ',') + 1
    const values = new Float64Array(length)
    for (let index = 0, from = 0; index < length; index++) {
      const comma = text.indexOf(',', from)
      const end = comma === -1 ? text.length : comma
      values[index] = this.#readValue(text.slice(from, end), start + from, line)
      from = end + 1
    }
    const times = this.#grids.get(length) ?? Float64Array.from({ length }, (_, index) => index)
    this.#grids.set(length, times)
    return { times, values }
  }

  #readTuples({ text, start }: Field, line: number): SeriesChannel {
    const most = countOf(text, '(')
    const times = new Float64Array(most)
    const values = new Float64Array(most)
    let count = 0
    let previous = ''
    let more = text.trim() !== ''
    TUPLE.lastIndex = 0
    while (more) {
      const from = TUPLE.lastIndex
      const match = TUPLE.exec(text)
      if (match === null) {
        const position = this.#position(start + from, line)
        throw errors.TIMESERIES_UEA_SYNTAX({ ...position, expected: '(time,value)', got: text.slice(from, from + 40) })
      }
      const [whole, timeText = '', valueText = '', separator] = match
      const timeStart = start + from + whole.indexOf('(') + 1
      const time = this.#readTime({ text: timeText, start: timeStart }, line)
      if (count > 0 && time <= times[count - 1]!) {
        const position = this.#position(timeStart, line)
        throw errors.TIMESERIES_ROW_ORDER({ ...position, where: 'its channel', previous, time: timeText })
      }
      previous = timeText
      times[count] = time
      values[count] = this.#readValue(valueText, timeStart + timeText.length + 1, line)
      count += 1
      more = separator === ','
    }
    // Every parenthesis was the beginning of a tuple, or an error.
    return { times, values }
  }

  #readTime(field: Field, line: number): number {
    const { text, start } = trimField(field)
    const time = this.#times.read(text, this.#position(start, line))
    const { dateUnit } = this.#times
    return dateUnit === undefined ? time.whole : spanBetween(EPOCH, time, dateUnit)
  }

  #readValue(given: string, start: number, line: number): number {
    const text = given.trim()
    const position = () => this.#position(trimField({ text: given, start }).start, line)
    if (text === '?' || (text.length === 3 && text.toLowerCase() === 'nan')) {
      if (this.#header.missing === false) throw errors.TIMESERIES_UEA_MISSING(position())
      return Number.NaN
    }
    const number = parseNumber(text)
    if ('value' in number) return number.value
    const { reason } = number
    throw errors.TIMESERIES_BAD_NUMBER({ ...position(), what: 'value', text, reason })
  }

  #position(start: number, line: number): FilePosition {
    return { file: this.#file, line, column: start + 1 }
  }
}
