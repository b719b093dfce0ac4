import type { FileMetaData, SchemaElement, SchemaTree } from 'hyparquet'
import { type ColumnType, columnType } from './column-types.ts'

/** A column of the file: of values, of a list of values a row, or of something else, which is a text. */
export interface ParquetColumn {
  readonly name: string
  readonly kind: 'values' | 'list' | 'other'
  readonly type: ColumnType
}

/** The columns of a file, in their order. */
export function columnsOf({ children }: SchemaTree): readonly ParquetColumn[] {
  return children.map((node): ParquetColumn => {
    const { name } = node.element
    const item = node.element.repetition_type === 'REPEATED' ? node : listItem(node)
    if (item !== null && item.children.length === 0) return { name, kind: 'list', type: columnType(item.element) }
    if (node.children.length > 0) return { name, kind: 'other', type: { text: nestedText, value: refuse } }
    return { name, kind: 'values', type: columnType(node.element) }
  })
}

/** What a list is of; null for what is none, a list of lists included. */
function listItem(node: SchemaTree): SchemaTree | null {
  const { converted_type: converted, logical_type: logical } = node.element
  if ((converted !== 'LIST' && logical?.type !== 'LIST') || node.children.length !== 1) return null
  const [repeated] = node.children
  if (repeated!.children.length === 0) return repeated!
  return repeated!.children.length === 1 ? repeated!.children[0]! : null
}

/** The file's schema with nothing that a reader or a writer would convert values by: they stay as the file holds them. */
export function withoutConversion({ schema, ...metadata }: FileMetaData): FileMetaData {
  return { ...metadata, schema: schema.map(physical) }
}

function physical(element: SchemaElement): SchemaElement {
  if (element.type === undefined) return element
  const { converted_type: _, logical_type: __, ...rest } = element
  return rest
}

/**
 * The schema of a file that is written. Times of the old kind of 96 bits, which nobody writes any more, are moments in nanoseconds, and
 * integers say their kind in the older of the two ways: the writer has the other wrong, so that Arrow cannot read it.
 */
export function writtenSchema(schema: readonly SchemaElement[]): SchemaElement[] {
  return schema.map((element) => {
    const { type, logical_type: logical, ...rest } = element
    if (type === 'INT96') {
      return { ...rest, type: 'INT64', logical_type: { type: 'TIMESTAMP', isAdjustedToUTC: false, unit: 'NANOS' } }
    }
    if (logical?.type !== 'INTEGER') return { ...element }
    const converted_type = `${logical.isSigned ? 'INT' : 'UINT'}_${logical.bitWidth}` as NonNullable<
      SchemaElement['converted_type']
    >
    return { ...rest, ...(type !== undefined && { type }), converted_type }
  })
}

/** @returns what a writer gets beside {@link writtenSchema}, for values as the file holds them */
export function physicalSchema(schema: readonly SchemaElement[]): SchemaElement[] {
  return writtenSchema(schema).map(physical)
}

function nestedText(value: unknown): string {
  return JSON.stringify(value, (_, inner) => {
    if (typeof inner === 'bigint') return String(inner)
    return inner instanceof Uint8Array ? new TextDecoder().decode(inner) : inner
  })
}

function refuse(text: string): never {
  throw new Error(`${JSON.stringify(text)} cannot be put into a nested column`)
}
