import { nearestName } from '@romae/internal/errors'
import type { Line } from '@romae/internal/files'
import { errors } from '../../errors.ts'
import { MAX_HEADER_LINE, MAX_NAME } from '../limits.ts'
import type { FilePosition } from '../text/file-position.ts'

/** The `@` lines of a `.ts` file. What a file does not say is left out. */
export interface UeaHeader {
  readonly problemName?: string
  /** Values come as `(time,value)`. */
  readonly timeStamps?: boolean
  /** False: no value is `?`. */
  readonly missing?: boolean
  readonly univariate?: boolean
  /** Channels of a case. */
  readonly dimensions?: number
  readonly equalLength?: boolean
  /** Values of a channel. Means nothing where `equalLength` is false. */
  readonly seriesLength?: number
  /** The class labels; absent or empty where cases have none. */
  readonly classLabels?: readonly string[]
  /** Cases end with a number to be predicted. */
  readonly targetLabel?: boolean
  /** Keys of lines that are not known here, such as `@relation`, and were passed over; absent where there are none. */
  readonly unknownKeys?: readonly string[]
}

type Mutable<T> = { -readonly [Key in keyof T]: T[Key] }
/** Reads one header line's words into the header, or says what they should have been. */
type Entry = (header: Mutable<UeaHeader>, words: readonly string[]) => string | undefined

const flag =
  (key: 'timeStamps' | 'missing' | 'univariate' | 'equalLength' | 'targetLabel'): Entry =>
  (header, [word, ...rest]) => {
    const value = word?.toLowerCase()
    if ((value !== 'true' && value !== 'false') || rest.length > 0) return 'true or false'
    header[key] = value === 'true'
    return undefined
  }

const count =
  (key: 'dimensions' | 'seriesLength'): Entry =>
  (header, [word = '', ...rest]) => {
    const value = /^\d+$/.test(word) ? Number(word) : 0
    if (!Number.isSafeInteger(value) || value < 1 || rest.length > 0) return 'an integer, at least 1'
    header[key] = value
    return undefined
  }

const problemName: Entry = (header, words) => {
  const name = words.join(' ')
  if (name === '' || name.length > MAX_NAME) return `a name of at most ${MAX_NAME} characters`
  header.problemName = name
  return undefined
}

const classLabel: Entry = (header, [word, ...labels]) => {
  const value = word?.toLowerCase()
  const expected = `true and the labels, each once and of at most ${MAX_NAME} characters, or false`
  if (value === 'false' ? labels.length > 0 : value !== 'true' || labels.length === 0) return expected
  if (new Set(labels).size !== labels.length || labels.some(({ length }) => length > MAX_NAME)) return expected
  header.classLabels = labels
  return undefined
}

/** Header lines by their key in lower case: files differ in the case of keys, and in `@dimension` / `@dimensions`. */
const ENTRIES = new Map<string, Entry>([
  ['@problemname', problemName],
  ['@timestamps', flag('timeStamps')],
  ['@missing', flag('missing')],
  ['@univariate', flag('univariate')],
  ['@dimensions', count('dimensions')],
  ['@dimension', count('dimensions')],
  ['@equallength', flag('equalLength')],
  ['@serieslength', count('seriesLength')],
  ['@classlabel', classLabel],
  ['@targetlabel', flag('targetLabel')],
])

/** Collects header lines. */
export class HeaderReader {
  readonly header: Mutable<UeaHeader> = {}
  readonly #file: string
  readonly #seen = new Set<string>()

  constructor(file: string) {
    this.#file = file
  }

  /**
   * Takes one non-empty line; true for `@data`, which ends the header.
   *
   * @throws RomaeError `TIMESERIES_UEA_SYNTAX`, `TIMESERIES_UEA_UNKNOWN_KEY`, `TIMESERIES_UEA_HEADER`,
   * `TIMESERIES_LIMIT`
   */
  take({ text, number }: Line): boolean {
    const position: FilePosition = { file: this.#file, line: number, column: text.search(/\S/) + 1 }
    if (text.length > MAX_HEADER_LINE) {
      const wayOut = 'is it a line of data, before @data?'
      const what = 'characters in a line of the header'
      throw errors.TIMESERIES_LIMIT({ ...position, what, got: text.length, limit: MAX_HEADER_LINE, wayOut })
    }
    const [key = '', ...words] = text.trim().split(/\s+/)
    if (!key.startsWith('@')) {
      throw errors.TIMESERIES_UEA_SYNTAX({ ...position, expected: 'a header line that starts with @', got: key })
    }
    const name = key.toLowerCase()
    if (name === '@data') {
      if (words.length > 0) {
        throw errors.TIMESERIES_UEA_HEADER({ ...position, key, expected: 'alone on its line', got: text.trim() })
      }
      this.#checkConsistency(position)
      return true
    }
    const entry = ENTRIES.get(name)
    if (entry === undefined) {
      const known = [...ENTRIES.keys(), '@data']
      // What is like a key that is known was meant to be it; what is not says something to other programs.
      if (nearestName(name, known) === null) {
        this.header.unknownKeys = [...(this.header.unknownKeys ?? []), key]
        return false
      }
      throw errors.TIMESERIES_UEA_UNKNOWN_KEY({ ...position, key, known })
    }
    const expected = this.#seen.has(name) ? 'given once' : entry(this.header, words)
    if (expected) throw errors.TIMESERIES_UEA_HEADER({ ...position, key, expected, got: words.join(' ') })
    this.#seen.add(name)
    return false
  }

  #checkConsistency(position: FilePosition) {
    const { univariate, dimensions, classLabels = [], targetLabel } = this.header
    if (univariate && dimensions !== undefined && dimensions !== 1) {
      const expected = '1 where @univariate is true'
      throw errors.TIMESERIES_UEA_HEADER({ ...position, key: '@dimensions', expected, got: String(dimensions) })
    }
    if (targetLabel && classLabels.length > 0) {
      const expected = 'false where @classLabel is true'
      throw errors.TIMESERIES_UEA_HEADER({ ...position, key: '@targetLabel', expected, got: 'true' })
    }
  }
}
