import { MISSING_TEXTS } from '@romae/timeseries'
import type { OptionSchema } from '@romae/tokenizer/modality'

const column = { kind: 'text', or: [null], default: null } as const

/** What of a table is no modality. */
export const tableOptions = {
  id: column,
  label: column,
  group: column,
  missing: { kind: 'list', item: { kind: 'text', empty: true }, default: MISSING_TEXTS },
  delimiter: {
    kind: 'text',
    matches: /^(?:[\s\S]|tab|\\t)$/,
    expected: 'one character, or tab',
    or: [null],
    default: null,
  },
} as const satisfies OptionSchema
