import { quote } from '@romae/internal/errors'
import { errors } from '../../errors.ts'
import type { DatasetSeries } from '../series.ts'
import { descriptors, physioNetVariables } from './variables.ts'

/** Whether -1 of a descriptor means that it is missing, or is a value as any other. */
export type UnknownDescriptors = 'missing' | 'value'

/** `00:07,HR,73`: fields are plain, never quoted. */
const LINE = /^(?<hours>\d{2,3}):(?<minutes>[0-5]\d),(?<variable>[^,]*),(?<value>[^,]+)$/
const NUMBER = /^[-+]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[-+]?\d+)?$/i

/** The most characters of a line; the longest are of some twenty. */
const MAX_LINE = 1000

/** Values of one variable at one minute, which are averaged. */
interface Cell {
  sum: number
  count: number
}

/** @throws RomaeError `DATASETS_SYNTAX` */
export function parseStay(file: string, text: string, unknown: UnknownDescriptors): DatasetSeries {
  const lines = text.split(/\r?\n/)
  if (lines[0] !== 'Time,Parameter,Value') {
    throw errors.DATASETS_SYNTAX({ file, line: 1, reason: 'the header must be "Time,Parameter,Value"' })
  }
  const byVariable = new Map(physioNetVariables.map((variable) => [variable, new Map<number, Cell>()]))
  let id: string | undefined
  lines.slice(1).forEach((content, index) => {
    if (content === '') return
    const fail = (reason: string) => errors.DATASETS_SYNTAX({ file, line: index + 2, reason })
    if (content.length > MAX_LINE) throw fail(`the line has ${content.length} characters, and may have ${MAX_LINE}`)
    const { hours, minutes, variable, value } = LINE.exec(content)?.groups ?? {}
    if (hours === undefined || !NUMBER.test(value!)) {
      throw fail(`expected HH:MM, a variable and a number; got ${quote(content)}`)
    }
    if (variable === 'RecordID') {
      id = value
      return
    }
    const cells = byVariable.get(variable!)
    if (cells === undefined) throw fail(`there is no variable ${quote(variable)}`)
    if (unknown === 'missing' && Number(value) === -1 && descriptors.has(variable!)) return
    const minute = 60 * Number(hours) + Number(minutes)
    const cell = cells.get(minute) ?? { sum: 0, count: 0 }
    cells.set(minute, { sum: cell.sum + Number(value), count: cell.count + 1 })
  })
  if (id === undefined) throw errors.DATASETS_SYNTAX({ file, line: lines.length, reason: 'the file has no RecordID' })
  const channels = [...byVariable.values()].map((cells) => {
    const entries = [...cells].sort(([a], [b]) => a - b)
    return {
      times: Float64Array.from(entries, ([minute]) => minute),
      values: Float64Array.from(entries, ([, { sum, count }]) => sum / count),
    }
  })
  return { id, channels }
}
