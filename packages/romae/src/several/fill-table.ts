import { existsSync } from 'node:fs'
import { dirname, isAbsolute, relative, resolve } from 'node:path'
import { type Image, toPng } from '@romae/image'
import type { SetTokens, TokenizerSet, Tokens, Values } from '@romae/tokenizer'
import type { SetImputer } from '@romae/trainer/node'
import type { SampleSet } from '../modality/host-modality.ts'
import type { Settings } from '../settings/settings.ts'
import { type Member, ownData, type Several } from './member.ts'
import type { Table } from './table.ts'
import { VALUES } from './values-modality.ts'

/** What is put into a table: cells by row and column, and the files that some of them name. */
export interface FilledTable {
  /** Those of the table, and after them those that it lacked. */
  readonly columns: readonly string[]
  readonly rows: readonly (readonly string[])[]
  /** By their paths from the table's folder. */
  readonly files: ReadonlyMap<string, Uint8Array>
  /** How many samples were given each modality. */
  readonly filled: Readonly<Record<string, number>>
  readonly notes: readonly string[]
}

/** Samples that are looked at to see where a modality's tokens are. */
const LOOKED_AT = 50
/** Samples whose values are told at a time. */
const TOGETHER = 64

/**
 * Tells the modalities that samples lack from those that they have: images, of which files are made, and numbers and categories, which
 * go into the table. Others stay missing, which is said: of a series nobody knows when it was to be measured, and a spectrogram is no sound.
 */
export async function fillTable(
  members: readonly Member[],
  table: Table,
  {
    set,
    tokenizer,
    imputer,
    folder,
  }: {
    readonly set: SampleSet<Several>
    readonly tokenizer: TokenizerSet<Several>
    readonly imputer: SetImputer
    /** Where the table is to be, from which its relative paths are. */
    readonly folder: string
  },
): Promise<FilledTable> {
  const header = [...table.columns]
  const rows = table.rows.map(({ cells }) => [...cells])
  for (const member of members) movePaths(rows, table, member, (set.data[member.name] ?? {}) as Settings, folder)
  const files = new Map<string, Uint8Array>()
  const filled: Record<string, number> = {}
  const notes: string[] = []
  for (const member of members) {
    const without = await lacking(set, member.name)
    if (without.length === 0) continue
    const isValues = member.kind === VALUES
    const template = isValues || member.kind === 'image' ? await templateOf(set, tokenizer, member) : null
    if (template === null) {
      const reason =
        isValues || member.kind === 'image'
          ? 'no sample has it'
          : `${member.host.samples} cannot be made of what is told`
      notes.push(`${member.name} stays missing in ${without.length} samples: ${reason}`)
      continue
    }
    const settings = (set.data[member.name] ?? {}) as Settings
    const columns = columnsOf(member, settings).map((name) => {
      if (!header.includes(name)) {
        header.push(name)
        for (const row of rows) row.push('')
      }
      return [name, header.indexOf(name)] as const
    })
    for (let start = 0; start < without.length; start += TOGETHER) {
      const places = without.slice(start, start + TOGETHER)
      const told = await tell(member, template, await Promise.all(places.map((place) => set.samples.sample(place))), {
        tokenizer,
        imputer,
      })
      for (const [index, place] of places.entries()) {
        const value = told[index]!
        const cells = isValues
          ? (value as Values)
          : { [columns[0]![0]]: `${member.name}/line-${table.rows[place]!.line}.png` }
        if (!isValues) files.set(String(Object.values(cells)[0]), await toPng(clipped(value as Image)))
        for (const [name, column] of columns) {
          if (cells[name] != null) rows[place]![column] = textOf(cells[name], table)
        }
      }
    }
    filled[member.name] = without.length
  }
  return { columns: header, rows, files, filled, notes }
}

function columnsOf(member: Member, data: Settings): readonly string[] {
  const { column = member.name } =
    member.kind === VALUES ? data : { ...ownData(member, data), column: data.column ?? member.name }
  return Array.isArray(column) ? column : [String(column)]
}

/** Relative paths from another folder. */
function movePaths(rows: string[][], table: Table, { name, kind }: Member, data: Settings, folder: string): void {
  const column = table.columns.indexOf(String(data.column ?? name))
  if (kind === VALUES || data.table != null || column < 0) return
  for (const row of rows) {
    const cell = row[column]!
    const path = resolve(dirname(table.path), cell)
    if (cell !== '' && !isAbsolute(cell) && existsSync(path)) row[column] = relative(folder, path)
  }
}

async function lacking(set: SampleSet<Several>, name: string): Promise<number[]> {
  const places: number[] = []
  for (let index = 0; index < set.samples.length; index++) {
    if ((await set.samples.sample(index))[name] == null) places.push(index)
  }
  return places
}

/** Tokens of a sample that has a modality: those of one that lacks it are where these are. Null where none has it, or where they differ. */
async function templateOf(
  set: SampleSet<Several>,
  { modalities }: TokenizerSet<Several>,
  { name, kind }: Member,
): Promise<Tokens | null> {
  const { tokenizer, tokenSize } = modalities.find((one) => one.name === name)!
  if (kind === VALUES) {
    return { values: new Float32Array(tokenSize), positions: new Float32Array(tokenizer.axes.length), length: 1 }
  }
  for (let index = 0, looked = 0; index < set.samples.length && looked < LOOKED_AT; index++) {
    const own = (await set.samples.sample(index))[name]
    if (own != null) return tokenizer.tokenize(own)
  }
  return null
}

async function tell(
  { name }: Member,
  template: Tokens,
  samples: readonly Several[],
  { tokenizer, imputer }: { readonly tokenizer: TokenizerSet<Several>; readonly imputer: SetImputer },
): Promise<unknown[]> {
  const place = tokenizer.modalities.findIndex((one) => one.name === name)
  const toFill = await Promise.all(
    samples.map(async (sample) => {
      const known = await tokenizer.tokenize(sample)
      const parts = known.parts.map((part, index) => (index === place ? template : part))
      const tokens: SetTokens = { parts, length: known.length + template.length }
      const hidden = parts.map((part, index) => part && new Uint8Array(part.length).fill(Number(index === place)))
      return { tokens, hidden }
    }),
  )
  const filled = await imputer.fillSetTokens(toFill)
  const own = tokenizer.modalities[place]!.tokenizer
  return Promise.all(filled.map(({ parts }) => own.detokenize!(parts[place]!)))
}

function clipped(image: Image): Image {
  return { ...image, data: image.data.map((value) => Math.min(1, Math.max(0, value))) }
}

function textOf(value: string | number, { delimiter }: Table): string {
  if (typeof value === 'string') return value
  const text = String(Number(value.toPrecision(6)))
  return delimiter === ',' ? text : text.replace('.', ',')
}
