import type { Tokenizer } from '@romae/tokenizer'
import type { MemoryBudget, OptionSchema, Purpose } from '@romae/tokenizer/modality'
import type { AnyTokenizer } from '@romae/trainer/node'
import type { HostModality, SampleSet } from '../modality/host-modality.ts'
import { defaultsOf, type Settings } from '../settings/settings.ts'
import type { Table } from './table.ts'

/** A sample of several modalities, by their names. */
export type Several = Readonly<Record<string, unknown>>

/** A column, or several, of a table, read as samples of one modality. */
export interface ReadMember {
  /** Those that are there. */
  readonly set: SampleSet<unknown>
  /** Of each row, the place of its sample; null where it has none. */
  readonly places: readonly (number | null)[]
}

/** How a member's cells are read. */
export interface MemberReading {
  readonly data: Settings
  /** What cells mean that nothing is there, besides empty ones. */
  readonly missing: readonly string[]
  readonly memory: MemoryBudget
  readonly purpose: Purpose
}

/** One of several modalities of a table's samples. */
export interface Member {
  readonly name: string
  readonly kind: string
  readonly host: HostModality<unknown>
  /** The declarations of its part of `data`: of the table, then the modality's own. */
  readonly schema: OptionSchema
  /** Of its part of `data`, as a run records it. */
  readonly saved: OptionSchema
  /** @throws RomaeError `APP_TABLE_NO_COLUMN`, `APP_TABLE_CELL`; what the modality throws */
  read(table: Table, reading: MemberReading): Promise<ReadMember>
}

/** The part of a member's settings that is the modality's own, with its defaults. */
export function ownData({ host }: Pick<Member, 'host'>, data: Settings): Settings {
  const own = Object.entries(data).filter(([key]) => key !== 'column' && key !== 'table')
  return { ...defaultsOf(host.schema.data), ...Object.fromEntries(own) }
}

/** Cells that mean nothing, as every member reads them. */
export function isMissing(cell: string, missing: readonly string[]): boolean {
  return cell === '' || missing.includes(cell)
}

/** The tokenizer of one modality of a set. */
export function memberTokenizer(tokenizer: AnyTokenizer<Several>, name: string): Tokenizer<unknown> | null {
  if (!('modalities' in tokenizer)) return null
  return tokenizer.modalities.find((one) => one.name === name)?.tokenizer ?? null
}
