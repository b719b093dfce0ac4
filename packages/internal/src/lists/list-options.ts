/** Options of lists that are the same for all kinds of files. Older records of runs lack them, and so they have no default. */
export const listOptions = {
  missing: {
    kind: 'list',
    item: { kind: 'text', empty: true },
    help: 'lists: labels that mean none',
    placeholder: 'text',
  },
  split: { kind: 'text', help: 'lists: their splits (default: split); list.csv#train is one', placeholder: 'column' },
} as const
