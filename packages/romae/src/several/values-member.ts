import type { Values } from '@romae/tokenizer'
import type { OptionSchema } from '@romae/tokenizer/modality'
import { decimalOf } from '../decimal.ts'
import { errors } from '../errors.ts'
import { hostModality } from '../modality/make-host-modality.ts'
import { heldSamples } from '../samples/sample-list.ts'
import type { Settings } from '../settings/settings.ts'
import { isMissing, type Member, type MemberReading, type ReadMember } from './member.ts'
import { placeOf, type Table } from './table.ts'
import { VALUES, valuesModality } from './values-modality.ts'

const names = { kind: 'list', item: { kind: 'text' } } as const

/** Numbers and categories that stand in the table itself. */
export function valuesMember(name: string): Member {
  const schema: OptionSchema = {
    column: { ...names, default: [name], help: 'columns: numbers where all cells are, else categories' },
    category: { ...names, default: [], help: 'those of them that are categories though all cells are numbers' },
  }
  return {
    name,
    kind: VALUES,
    host: hostModality(valuesModality, VALUES),
    schema,
    saved: { ...schema, numbers: names },
    read: async (table, reading) => read(name, table, reading),
  }
}

function read(name: string, table: Table, { data, missing, purpose }: MemberReading): ReadMember {
  const { column, category, numbers: known } = data as Readonly<Record<string, readonly string[] | undefined>>
  const asked = column ?? [name]
  const unknown = category?.find((one) => !asked.includes(one))
  if (unknown !== undefined) {
    throw errors.APP_TABLE_NO_COLUMN({ path: table.path, name: unknown, use: `${name}.category`, columns: asked })
  }
  // A table for a model may lack what the model can do without.
  const columns = purpose === 'train' ? asked : asked.filter((one) => table.columns.includes(one))
  const absent = asked.filter((one) => !columns.includes(one))
  const places = columns.map((one) => placeOf(table, one, name))
  const isThere = (cell: string) => !isMissing(cell, missing)
  const isNumeric = (place: number) =>
    table.rows.every(({ cells }) => !isThere(cells[place]!) || numberIn(cells[place]!, table) !== null)
  const numbers = known ?? columns.filter((one, index) => !category?.includes(one) && isNumeric(places[index]!))
  const rows = table.rows.map(({ line, cells }): Values | null => {
    const found = columns.flatMap((one, index): (readonly [string, string | number])[] => {
      const cell = cells[places[index]!]!
      if (!isThere(cell)) return []
      if (!numbers.includes(one)) return [[one, cell]]
      const value = numberIn(cell, table)
      if (value !== null) return [[one, value]]
      const reason = 'it is a column of numbers in the model'
      throw errors.APP_TABLE_CELL({ path: table.path, line, column: one, cell, reason })
    })
    return found.length === 0 ? null : Object.fromEntries(found)
  })
  const there = rows.flatMap((row, index) => (row === null ? [] : [index]))
  const placesOfRows = new Map(there.map((row, place) => [row, place]))
  return {
    set: {
      samples: heldSamples<unknown>(there.map((row) => rows[row])),
      ids: there.map((row) => `line ${table.rows[row]!.line}`),
      labels: there.map(() => undefined),
      data: { ...data, column: asked, numbers } satisfies Settings,
      notes: absent.map((one) => `${table.path}: it has no column ${one}, which is missing in all of its samples`),
    },
    places: rows.map((_, row) => placesOfRows.get(row) ?? null),
  }
}

/** The number that a cell is; null where it is none. */
function numberIn(cell: string, { delimiter }: Table): number | null {
  return decimalOf(delimiter !== ',' && /^[^.,]*,[^.,]*$/.test(cell) ? cell.replace(',', '.') : cell)
}
