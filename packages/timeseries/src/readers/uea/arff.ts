import type { Line } from '@romae/internal/files'
import { errors } from '../../errors.ts'
import { MAX_COLUMNS } from '../limits.ts'
import type { FilePosition } from '../text/file-position.ts'
import { lastName, nameAt, namesIn } from './arff-names.ts'
import type { UeaHeader } from './header.ts'

/** Names of a last attribute of numbers that is to be predicted. */
const TARGETS = ['target', 'class', 'label', 'classattribute']

interface Attribute {
  readonly name: string
  readonly kind: 'number' | 'classes' | 'relation'
  readonly classes: readonly string[]
}

/** Whether a line of a header is one that ARFF has, and a `.ts` file has not. */
export function isAttribute(text: string): boolean {
  return /^\s*@attribute\s/i.test(text)
}

/**
 * The header of an ARFF file as the UCR and UEA archives write series: an attribute of numbers for each step, or one relation, whose
 * attributes are the steps and whose rows the channels; and a last one of classes, or of a number to be predicted.
 */
export class ArffReader {
  readonly #file: string
  readonly #attributes: Attribute[] = []
  #problemName: string | null = null
  #steps = 0
  /** The relation whose attributes come. */
  #relation: string | null = null

  constructor(file: string) {
    this.#file = file
  }

  /**
   * Takes one line that is not empty and no comment.
   *
   * @returns the header, as a `.ts` file would have it, at `@data`; null before
   * @throws RomaeError `TIMESERIES_UEA_SYNTAX`, `TIMESERIES_LIMIT`
   */
  take({ text, number: line }: Line): UeaHeader | null {
    const position: FilePosition = { file: this.#file, line, column: text.search(/\S/) + 1 }
    const [key = '', ...words] = text.trim().split(/\s+/)
    switch (key.toLowerCase()) {
      case '@relation':
        this.#problemName = nameAt(words.join(' '), 0)?.name ?? null
        return null
      case '@attribute':
        this.#takeAttribute(text.trim(), position)
        return null
      case '@end':
        this.#relation = null
        return null
      case '@data':
        return this.#header(position)
      default:
        throw this.#syntax(position, '@relation, @attribute, @end or @data', key)
    }
  }

  #takeAttribute(text: string, position: FilePosition): void {
    const found = nameAt(text, '@attribute'.length)
    const type = found === null ? '' : text.slice(found.end).trim()
    const classes = namesIn(type)
    if (found === null || type === '') throw this.#syntax(position, '@attribute NAME TYPE', text)
    const { name } = found
    const kind = type.toLowerCase()
    const isNumber = kind === 'numeric' || kind === 'real' || kind === 'integer'
    if (!isNumber && this.#relation !== null) throw this.#syntax(position, 'a number for each step', text)
    if (isNumber) this.#steps += 1
    if (this.#steps > MAX_COLUMNS) {
      const wayOut = 'divide it into files of shorter series'
      const what = 'steps of a series'
      throw errors.TIMESERIES_LIMIT({ ...position, what, got: this.#steps, limit: MAX_COLUMNS, wayOut })
    }
    if (this.#relation !== null) return
    if (isNumber) this.#attributes.push({ name, kind: 'number', classes: [] })
    else if (classes !== null) this.#attributes.push({ name, kind: 'classes', classes })
    else if (kind === 'relational') {
      this.#attributes.push({ name, kind: 'relation', classes: [] })
      this.#relation = name
    } else throw this.#syntax(position, 'numbers, a relation of numbers, or classes', text)
  }

  #header(position: FilePosition): UeaHeader {
    const last = this.#attributes.at(-1)
    const isRelation = this.#attributes[0]?.kind === 'relation'
    const isTarget = last?.kind === 'number' && (isRelation || TARGETS.includes(last.name.toLowerCase()))
    const others = last?.kind === 'classes' || isTarget ? this.#attributes.slice(0, -1) : this.#attributes
    const isSeries = isRelation ? others.length === 1 : others.every(({ kind }) => kind === 'number')
    const steps = this.#steps - (isTarget ? 1 : 0)
    if (!isSeries || steps < 1) {
      const expected = 'numbers, or one relation of numbers, and at the end classes or a number to be predicted'
      throw this.#syntax(position, expected, this.#attributes.map(({ name }) => name).join(', '))
    }
    return {
      ...(this.#problemName !== null && { problemName: this.#problemName }),
      ...(isRelation ? {} : { univariate: true }),
      equalLength: true,
      seriesLength: steps,
      ...(last?.kind === 'classes' && { classLabels: last.classes }),
      ...(isTarget && { targetLabel: true }),
    }
  }

  /**
   * A row of data as a line of a `.ts` file, each part at its place.
   *
   * @throws RomaeError `TIMESERIES_UEA_SYNTAX`
   */
  caseOf(line: Line, { classLabels, targetLabel }: UeaHeader): Line {
    const position: FilePosition = { file: this.#file, line: line.number, column: 1 }
    if (line.text.trimStart().startsWith('{')) {
      throw this.#syntax(position, 'a value for each attribute, and no sparse row', line.text)
    }
    const hasLabel = (classLabels?.length ?? 0) > 0 || targetLabel === true
    const label = hasLabel ? lastName(line.text) : null
    if (hasLabel && label === null) throw this.#syntax(position, 'a row that ends with a label', line.text)
    const values = label === null ? line.text : line.text.slice(0, label.comma)
    const text = values.replaceAll('\\n', ': ').replaceAll(/['"]/g, ' ')
    return { ...line, text: label === null ? text : `${text}:${label.name}` }
  }

  #syntax(position: FilePosition, expected: string, got: string) {
    return errors.TIMESERIES_UEA_SYNTAX({ ...position, expected, got: got.slice(0, 40) })
  }
}
