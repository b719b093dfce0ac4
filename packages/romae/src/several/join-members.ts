import type { MemoryBudget, Purpose } from '@romae/tokenizer/modality'
import { errors } from '../errors.ts'
import type { SampleSet } from '../modality/host-modality.ts'
import type { Settings } from '../settings/settings.ts'
import { emptySet } from './file-member.ts'
import { isMissing, type Member, type ReadMember, type Several } from './member.ts'
import { placeOf, type Table } from './table.ts'

/** How tables are read. */
interface Joining {
  readonly data: Settings
  readonly columns: Readonly<Record<'id' | 'label' | 'group', string | null>>
  readonly missing: readonly string[]
  readonly memory: MemoryBudget
  readonly purpose: Purpose
}

/** The members of one table, read. */
interface ReadTable {
  readonly table: Table
  readonly members: readonly ReadMember[]
}

/**
 * Samples of all rows of the tables.
 *
 * @throws RomaeError `APP_TABLE_NO_COLUMN`, `APP_TABLE_CELL`, `APP_TABLE_NOTHING` for a row without any modality
 */
export async function joinMembers(
  members: readonly Member[],
  tables: readonly Table[],
  { data, columns, missing, memory, purpose }: Joining,
): Promise<SampleSet<Several>> {
  const notes: string[] = []
  const read: ReadTable[] = []
  let completed = data
  for (const table of tables) {
    const ofTable: ReadMember[] = []
    for (const member of members) {
      const own = (completed[member.name] ?? {}) as Settings
      const isAbsent = purpose !== 'train' && isWithout(table, member, own)
      const found = isAbsent
        ? { set: emptySet(own), places: table.rows.map(() => null) }
        : await member.read(table, { data: own, missing, memory, purpose })
      if (isAbsent)
        notes.push(`${table.path}: it has no column for ${member.name}, which is missing in all of its samples`)
      notes.push(...(found.set.notes ?? []).map((note) => `${member.name}: ${note}`))
      completed = { ...completed, [member.name]: recorded(member, own, found.set) }
      ofTable.push(found)
    }
    read.push({ table, members: ofTable })
  }
  const rows = read.flatMap(({ table, members: own }) => table.rows.map((row, index) => ({ table, row, index, own })))
  for (const { table, row, index, own } of rows) {
    if (own.some(({ places }) => places[index] !== null)) continue
    throw errors.APP_TABLE_NOTHING({ path: table.path, line: row.line, modalities: members.map(({ name }) => name) })
  }
  const cellsOf = (name: string | null, use: string) => {
    if (name === null) return null
    const places = new Map(tables.map((table) => [table, placeOf(table, name, use)]))
    return rows.map(({ table, row }) => {
      const cell = row.cells[places.get(table)!]!
      return isMissing(cell, missing) ? undefined : cell
    })
  }
  const [ids, labels, groups] = [
    cellsOf(columns.id, '--id'),
    cellsOf(columns.label, '--label'),
    cellsOf(columns.group, '--group'),
  ]
  const lineOf = ({ table, row }: (typeof rows)[number]) =>
    tables.length === 1 ? `line ${row.line}` : `${table.path}:${row.line}`
  const samplesOf = rows.map(({ own, index }) =>
    own.flatMap(({ set, places }, member) =>
      places[index] === null ? [] : [{ name: members[member]!.name, set, place: places[index]! }],
    ),
  )
  const isHeld = read.every(({ members: own }) => own.every(({ set }) => set.samples.held !== null))
  const sample = async (index: number): Promise<Several> => {
    const parts = samplesOf[index]!.map(
      async ({ name, set, place }) => [name, await set.samples.sample(place)] as const,
    )
    return Object.fromEntries(await Promise.all(parts))
  }
  const held = isHeld ? await Promise.all(samplesOf.map((_, index) => sample(index))) : null
  const previews = samplesOf.map((parts) => parts.find(({ set }) => set.preview !== undefined))
  return {
    samples: { length: rows.length, held, alike: false, sample: (index) => held?.[index] ?? sample(index) },
    ids: rows.map((row, index) => ids?.[index] ?? lineOf(row)),
    keys: {
      ...(ids !== null && { ids }),
      ...(groups !== null && { groups }),
      content: async (index) => contentOf(samplesOf[index]!, index),
    },
    ...(previews.every((one) => one !== undefined) && {
      preview: (index: number) => previews[index]!.set.preview!(previews[index]!.place),
    }),
    labels: labels ?? rows.map(() => undefined),
    data: completed,
    notes,
  }
}

/** What a run records of how a member is read: what its reader found, or was told where nothing was there to be read. */
function recorded({ saved }: Member, own: Settings, { samples, data }: SampleSet<unknown>): Settings {
  const { column, table } = own
  if (samples.length > 0)
    return { ...(column !== undefined && { column }), ...(table !== undefined && { table }), ...data }
  return Object.fromEntries(Object.entries(own).filter(([key]) => Object.hasOwn(saved, key)))
}

/** Whether a table has none of a member's columns. */
function isWithout({ columns }: Table, { name }: Member, { column = name }: Settings): boolean {
  const own = Array.isArray(column) ? column : [column]
  return own.every((one) => !columns.includes(String(one)))
}

/** Of what rows hold. Where that is numbers alone, the same ones in two rows make neither a copy of the other. */
async function contentOf(
  parts: readonly { readonly name: string; readonly set: SampleSet<unknown>; readonly place: number }[],
  row: number,
): Promise<string> {
  const known = await Promise.all(
    parts.map(async ({ name, set, place }) => (set.keys?.content ? `${name}:${await set.keys.content(place)}` : '')),
  )
  return known.every((one) => one === '') ? `row ${row}` : known.join(' ')
}
