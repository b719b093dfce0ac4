import type { OptionsOf, Schema } from '@romae/internal/options'
import { csvSchema } from '../readers/csv/csv-options.ts'

export const csvWriteSchema = {
  ...csvSchema,
  escapeFormulas: {
    kind: 'flag',
    default: false,
    help:
      'writes an apostrophe before ids, labels and names that a spreadsheet would take for a formula: those that begin with ' +
      '`=`, `+`, `-`, `@`, a tab or a carriage return, and are no numbers. They read back with the apostrophe',
  },
} as const satisfies Schema

/** What CSV writers take besides {@link CsvOptions}. */
export interface CsvWriteOptions extends OptionsOf<typeof csvWriteSchema> {}
