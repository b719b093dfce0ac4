import { type Line, splitLines } from '@romae/internal/files'
import type { OptionsOf, Schema } from '@romae/internal/options'
import { errors } from '../../errors.ts'
import { readOptions } from '../../options.ts'
import type { TimeSeries } from '../../series/series.ts'
import { limitError, MAX_LINE, textLength } from '../limits.ts'
import type { TextSource } from '../text/source-types.ts'
import { readText, requireText, sourceName } from '../text/text-source.ts'
import { ArffReader, isAttribute } from './arff.ts'
import { CaseReader } from './case-reader.ts'
import { CHANNEL_LENGTHS, type ChannelLengths } from './channel-lengths.ts'
import { HeaderReader, type UeaHeader } from './header.ts'

/** One case of a `.ts` file. */
export interface UeaCase {
  /** The file's header, the same object for every case. */
  readonly header: UeaHeader
  /** Its id is the problem's name, `/` and the case's number from 0. */
  readonly series: TimeSeries
}

const schema = {
  maxLineLength: {
    ...textLength,
    default: MAX_LINE,
    help: 'the most characters of a line, which holds a whole case',
  },
  channelLengths: {
    kind: 'choice',
    of: CHANNEL_LENGTHS,
    default: 'equal',
    help:
      'what channels of different lengths in one case mean, in a file without time stamps, which cannot say it. `equal`: an ' +
      'error. `from-start`: they begin together and have one rate, so that a shorter one ends before. `same-span`: they begin ' +
      'and end together, and have rates of their own: the times of a shorter one lie further apart',
  },
} as const satisfies Schema

/** How to read a `.ts` file. */
export interface UeaOptions extends OptionsOf<typeof schema> {}

/** A whole `.ts` file. */
export interface UeaData {
  readonly header: UeaHeader
  readonly series: TimeSeries[]
}

/**
 * Reads the cases of a UEA/UCR `.ts` file one after the other, or of an ARFF file, as the archives have them too: told by its
 * `@attribute` lines, with `?` for missing values and one relation for several channels.
 *
 * Without time stamps the times are 0, 1, 2, …; dates as time stamps become days since 1970-01-01T00:00Z. `?` and `NaN`
 * are missing values: NaN. With time stamps a channel may be empty. Keys are read whatever their case; what the header
 * says about channels, lengths, missing values and labels is held against every case. A regression target
 * (`@targetLabel true`) must be a number and is kept as the label's text. Lines that begin with `#` or `%` are comments, whatever
 * bytes they hold. Keys that are not known, and are like none that is, are named in the header's `unknownKeys`.
 *
 * @throws RomaeError `TIMESERIES_CANNOT_READ`, _NOT_TEXT, _NO_DATA, _BAD_NUMBER, _BAD_TIME, _ROW_ORDER, _LIMIT and
 * TIMESERIES_UEA_…
 *   with file, line and column
 */
export function streamUea(source: TextSource, options: UeaOptions = {}): AsyncGenerator<UeaCase> {
  return readCases('streamUea', source, options)
}

/** Reads a whole UEA/UCR `.ts` file: {@link streamUea}, collected. */
export async function readUea(source: TextSource, options: UeaOptions = {}): Promise<UeaData> {
  const series: TimeSeries[] = []
  let header: UeaHeader = {}
  for await (const item of readCases('readUea', source, options)) {
    header = item.header
    series.push(item.series)
  }
  return { header, series }
}

async function* readCases(of: string, source: TextSource, options: UeaOptions): AsyncGenerator<UeaCase> {
  const { maxLineLength, channelLengths } = readOptions(of, schema, options)
  const file = sourceName(source)
  try {
    // Comments need not be text, and published files have some that are not.
    yield* casesOf(file, splitLines(readText(source, false), maxLineLength), channelLengths)
  } catch (cause) {
    throw limitError(file, 'line', 'maxLineLength', cause)
  }
}

async function* casesOf(
  file: string,
  lines: AsyncIterable<Line>,
  channelLengths: ChannelLengths,
): AsyncGenerator<UeaCase> {
  const headerReader = new HeaderReader(file)
  let header: UeaHeader = headerReader.header
  /** An ARFF file's, which begins as a `.ts` file may: `@relation` is held until the next line tells. */
  let arff: ArffReader | undefined
  let held: Line | undefined
  let caseReader: CaseReader | undefined
  let missing = 'text: it is empty'
  const take = (line: Line): boolean => {
    if (arff === undefined && isAttribute(line.text)) {
      arff = new ArffReader(file)
      if (held !== undefined) arff.take(held)
      held = undefined
    }
    if (arff !== undefined) {
      const found = arff.take(line)
      if (found !== null) header = found
      return found !== null
    }
    if (held !== undefined) headerReader.take(held)
    held = undefined
    if (!RELATION.test(line.text)) return headerReader.take(line)
    held = line
    return false
  }
  for await (const line of lines) {
    if (/^\s*(?:[#%]|$)/.test(line.text)) continue
    requireText(file, line)
    if (caseReader !== undefined) {
      missing = ''
      yield { header, series: caseReader.read(arff === undefined ? line : arff.caseOf(line, header)) }
    } else if (take(line)) {
      missing = 'case after @data'
      caseReader = new CaseReader(file, header, channelLengths)
    } else {
      missing = '@data line'
    }
  }
  if (missing !== '') throw errors.TIMESERIES_NO_DATA({ file, missing })
}

const RELATION = /^\s*@relation\s/i
