import type { Line } from '@romae/internal/files'
import { errors } from '../../errors.ts'
import type { SeriesChannel, TimeSeries } from '../../series/series.ts'
import { MAX_COLUMNS } from '../limits.ts'
import type { FilePosition } from '../text/file-position.ts'
import { parseNumber } from '../text/parse-number.ts'
import { type ChannelLengths, withLengths } from './channel-lengths.ts'
import { ChannelReader } from './channel-reader.ts'
import { type Field, splitLine, splitOutsideParentheses, trimField } from './fields.ts'
import type { UeaHeader } from './header.ts'

/** A count that every case has to meet, and who says so. */
interface Expectation {
  readonly count: number
  readonly source: string
}

/** Reads the lines after `@data`, one case each. */
export class CaseReader {
  readonly #file: string
  readonly #header: UeaHeader
  readonly #channelReader: ChannelReader
  readonly #labels: ReadonlySet<string>
  readonly #hasLabel: boolean
  readonly #channelLengths: ChannelLengths
  #channelCount: Expectation | undefined
  #length: Expectation | undefined
  #cases = 0

  constructor(file: string, header: UeaHeader, channelLengths: ChannelLengths) {
    this.#channelLengths = channelLengths
    this.#file = file
    this.#header = header
    this.#channelReader = new ChannelReader(file, header)
    this.#labels = new Set(header.classLabels)
    this.#hasLabel = this.#labels.size > 0 || header.targetLabel === true
    if (header.dimensions !== undefined) this.#channelCount = { count: header.dimensions, source: '@dimensions says' }
    else if (header.univariate) this.#channelCount = { count: 1, source: '@univariate says' }
    if (header.seriesLength !== undefined && header.equalLength !== false) {
      this.#length = { count: header.seriesLength, source: '@seriesLength says' }
    }
  }

  /**
   * @throws RomaeError `TIMESERIES_UEA_CHANNELS`, _CHANNEL_LENGTHS, _LENGTH, _LABEL, _MISSING, _SYNTAX,
   * `TIMESERIES_BAD_NUMBER`, _BAD_TIME, _ROW_ORDER
   */
  read({ text, number: line }: Line): TimeSeries {
    // A label may come after them.
    const most = MAX_COLUMNS + 1
    const fields = this.#header.timeStamps ? splitOutsideParentheses(text, most) : splitLine(text, ':', most)
    this.#checkLimit(fields, line)
    const labelField = this.#hasLabel ? fields.pop()! : undefined
    this.#checkChannelCount(fields, { file: this.#file, line, column: text.length + 1 })
    const label = labelField && this.#readLabel(labelField, line)
    const channels = fields.map((field) => this.#channelReader.read(field, line))
    channels.forEach((channel, index) => {
      this.#checkLength(channel, index, { file: this.#file, line, column: fields[index]!.start + 1 })
    })
    const timed = this.#header.timeStamps
      ? channels
      : withLengths(channels, this.#channelLengths, { file: this.#file, line, column: 1 })
    const id = `${this.#header.problemName ?? 'case'}/${this.#cases}`
    this.#cases += 1
    return { id, channels: timed, ...(label !== undefined && { label }), ...this.#channelReader.timeUnit }
  }

  #checkLimit(fields: readonly Field[], line: number) {
    const got = fields.length - (this.#hasLabel ? 1 : 0)
    if (got <= MAX_COLUMNS) return
    const position = { file: this.#file, line, column: fields.at(-1)!.start + 1 }
    const wayOut = 'divide it into files of fewer channels'
    throw errors.TIMESERIES_LIMIT({ ...position, what: 'channels in a case', got, limit: MAX_COLUMNS, wayOut })
  }

  #checkChannelCount(fields: readonly Field[], position: FilePosition) {
    this.#channelCount ??= { count: Math.max(1, fields.length), source: 'the first case has' }
    const { count: expected, source } = this.#channelCount
    if (fields.length !== expected) {
      const label = this.#hasLabel
      throw errors.TIMESERIES_UEA_CHANNELS({ ...position, expected, got: fields.length, source, label })
    }
  }

  #checkLength({ values }: SeriesChannel, channel: number, position: FilePosition) {
    const got = values.length
    if (this.#header.equalLength) this.#length ??= { count: got, source: 'the first channel of the first case has' }
    if (this.#length === undefined || got === this.#length.count) return
    const { count: expected, source } = this.#length
    throw errors.TIMESERIES_UEA_LENGTH({ ...position, channel, expected, got, source })
  }

  #readLabel(field: Field, line: number): string {
    const { text, start } = trimField(field)
    const position = { file: this.#file, line, column: start + 1 }
    if (this.#header.targetLabel) {
      const number = parseNumber(text)
      if ('reason' in number) throw errors.TIMESERIES_BAD_NUMBER({ ...position, what: 'target', text, ...number })
    } else if (!this.#labels.has(text)) {
      throw errors.TIMESERIES_UEA_LABEL({ ...position, label: text, labels: [...this.#labels] })
    }
    return text
  }
}
