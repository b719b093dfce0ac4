import {
  optionReader,
  type ResolveOption,
  type ResolveOptions,
  text,
  value,
  valueReader,
} from '@romae/internal/options'
import { errors } from './errors.ts'

const own = { unknown: errors.TIMESERIES_UNKNOWN_OPTION, invalid: errors.TIMESERIES_INVALID_OPTION }

/** Checks options and fills in defaults. @throws RomaeError `TIMESERIES_UNKNOWN_OPTION`, `TIMESERIES_INVALID_OPTION` */
export const readOptions: ResolveOptions = optionReader(own)

/** Checks one value. @throws RomaeError `TIMESERIES_INVALID_OPTION` */
export const readOption: ResolveOption = valueReader(own)

/** At least one name, each once. */
export const names = { kind: 'list', item: { ...text, empty: true }, distinct: true } as const

export const positive = { kind: 'number', above: 0 } as const

/** A list of what is checked one by one, by a schema of its own. */
export const rows = <Row>(expected: string) =>
  ({ kind: 'list', item: { kind: value<Row>(), expected }, required: true }) as const
