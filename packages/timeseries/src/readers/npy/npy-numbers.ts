import { type ColumnType, columnType } from '../parquet/column-types.ts'

/** How numbers of a type are cells of a table, and stand in a file. */
export interface NpyNumbers extends ColumnType {
  readonly size: number
  read(view: DataView, at: number, isLittleEndian: boolean): unknown
  /** Little-endian. */
  write(view: DataView, at: number, value: unknown): void
}

/** A Parquet column has the same types, but for their bytes. */
export function npyNumbers(type: string): NpyNumbers {
  const size = Number(type[1])
  if (type === 'f2') {
    return {
      ...columnType({ name: '', type: 'FIXED_LEN_BYTE_ARRAY', logical_type: { type: 'FLOAT16' } }),
      size,
      read: (view, at, isLittle) =>
        Uint8Array.of(view.getUint8(isLittle ? at : at + 1), view.getUint8(isLittle ? at + 1 : at)),
      write: (view, at, value) => {
        const [low, high] = value as Uint8Array
        view.setUint8(at, low!)
        view.setUint8(at + 1, high!)
      },
    }
  }
  if (type === 'f4' || type === 'f8') {
    const [read, write] =
      type === 'f4' ? (['getFloat32', 'setFloat32'] as const) : (['getFloat64', 'setFloat64'] as const)
    return {
      ...columnType({ name: '', type: type === 'f4' ? 'FLOAT' : 'DOUBLE' }),
      size,
      read: (view, at, isLittle) => view[read](at, isLittle),
      write: (view, at, value) => view[write](at, value as number, true),
    }
  }
  const isSigned = type[0] === 'i'
  const bitWidth = 8 * size
  const numbers = columnType({
    name: '',
    type: size === 8 ? 'INT64' : 'INT32',
    logical_type: { type: 'INTEGER', bitWidth: bitWidth as 8, isSigned },
  })
  return {
    ...numbers,
    size,
    read(view, at, isLittle) {
      if (size === 8) return view.getBigInt64(at, isLittle)
      if (size === 4) return view.getInt32(at, isLittle)
      if (size === 2) return isSigned ? view.getInt16(at, isLittle) : view.getUint16(at, isLittle)
      return isSigned ? view.getInt8(at) : view.getUint8(at)
    },
    write(view, at, value) {
      if (size === 8) view.setBigInt64(at, value as bigint, true)
      else if (size === 4) view.setInt32(at, value as number, true)
      else if (size === 2) view.setInt16(at, value as number, true)
      else view.setInt8(at, value as number)
    },
  }
}
