import { statSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import type { OptionSchema } from '@romae/tokenizer/modality'
import { errors } from '../errors.ts'
import type { HostModality, SampleSet } from '../modality/host-modality.ts'
import { userPath } from '../write-file.ts'
import { isMissing, type Member, type MemberReading, ownData, type ReadMember } from './member.ts'
import { placeOf, type Table } from './table.ts'

/** Options of a modality that say what a row of the table says: which file, its label, what it belongs to. */
const ofTable = ['label', 'group', 'missing', 'file', 'pattern', 'idsPerFile', 'delimiter']

/** A cell that names something, where it stands. */
interface Cell {
  readonly row: number
  readonly line: number
  readonly text: string
}

/** A modality whose cells are paths of files, or ids of samples that one file has. */
export function fileMember(name: string, kind: string, host: HostModality<unknown>): Member {
  const own = Object.entries(host.schema.data).filter(([key]) => !ofTable.includes(key))
  const schema: OptionSchema = {
    column: { kind: 'text', default: name, help: 'the column of its files, or of ids in `table`' },
    table: { kind: 'text', or: [null], default: null, help: 'one file with all of its samples, by id' },
    ...Object.fromEntries(own),
  }
  return {
    name,
    kind,
    host,
    schema,
    saved: { ...schema, ...host.schema.data, ...host.schema.saved },
    async read(table, reading) {
      const column = String(reading.data.column ?? name)
      const place = placeOf(table, column, name)
      const cells = table.rows.flatMap(({ line, cells }, row): Cell[] =>
        isMissing(cells[place]!, reading.missing) ? [] : [{ row, line, text: cells[place]! }],
      )
      const data = ownData({ host }, reading.data)
      const where = { table, column, cells, host }
      const { table: file = null } = reading.data
      return file === null ? ofPaths(where, data, reading) : ofIds(where, String(file), data, reading)
    },
  }
}

interface Where {
  readonly table: Table
  readonly column: string
  readonly cells: readonly Cell[]
  readonly host: HostModality<unknown>
}

/** A file each. Relative paths are from the table's folder. */
async function ofPaths({ table, column, cells, host }: Where, data: MemberReading['data'], reading: MemberReading) {
  const folder = dirname(table.path)
  const refuse = ({ line, text }: Cell, reason: string) =>
    errors.APP_TABLE_CELL({ path: table.path, line, column, cell: text, reason })
  const paths = cells.map((cell) => {
    const path = resolve(folder, cell.text)
    const entry = statSync(path, { throwIfNoEntry: false })
    if (entry === undefined) throw refuse(cell, `there is no file ${path}`)
    if (!entry.isFile()) throw refuse(cell, `${path} is no file`)
    return path
  })
  if (paths.length === 0) return placed(table, cells, emptySet(data))
  const set = await host.read(paths, data, reading.memory, reading.purpose)
  if (set.samples.length === paths.length) return placed(table, cells, set)
  const several = cells.find((_, index) => paths[index] !== set.ids[index]) ?? cells[0]!
  throw refuse(several, `its file is not of one sample; for samples of one file by their ids, set table`)
}

/** Samples of one file by their ids. */
async function ofIds(
  { table, column, cells, host }: Where,
  file: string,
  data: MemberReading['data'],
  reading: MemberReading,
): Promise<ReadMember> {
  const path = fileBeside(table, file)
  const set = await host.read([path], data, reading.memory, reading.purpose)
  const places = new Map(set.ids.map((id, place) => [id, place]))
  const found = cells.map(({ line, text }) => {
    const place = places.get(text)
    if (place !== undefined) return place
    const reason = `${path} has ${set.samples.length} ${host.samples}, and none with that id`
    throw errors.APP_TABLE_CELL({ path: table.path, line, column, cell: text, reason })
  })
  const ofRows = new Map(cells.map(({ row }, index) => [row, found[index]!]))
  return { set, places: table.rows.map((_, row) => ofRows.get(row) ?? null) }
}

function placed(table: Table, cells: readonly Cell[], set: SampleSet<unknown>): ReadMember {
  const ofRows = new Map(cells.map(({ row }, index) => [row, index]))
  return { set, places: table.rows.map((_, row) => ofRows.get(row) ?? null) }
}

/** A file beside the table, else where the user is. @throws RomaeError `APP_TABLE` */
function fileBeside(table: Table, file: string): string {
  const places = [resolve(dirname(table.path), file), userPath(file)]
  const found = places.find((path) => statSync(path, { throwIfNoEntry: false })?.isFile())
  if (found !== undefined) return found
  throw errors.APP_TABLE({ path: file, line: null, reason: `there is no such file: neither ${places.join(' nor ')}` })
}

/** Where no row has a sample. */
export function emptySet(data: MemberReading['data']): SampleSet<unknown> {
  return {
    samples: { length: 0, held: [], alike: false, sample: () => undefined },
    ids: [],
    labels: [],
    data,
  }
}
