export {
  indicatedLabels,
  type LabelSet,
  labelColumns,
  labelSetOptions,
  listedLabels,
  separatedLabels,
  withoutLabelSets,
} from './label-sets.ts'
export { LONGEST_PATTERN, MAX_ROW, MAX_ROWS } from './limits.ts'
export { listOptions } from './list-options.ts'
export { isList, listOf, SplitCounts } from './list-path.ts'
export type { ListColumn, ListRow } from './list-row.ts'
export { listError, listRows, textOf } from './list-rows.ts'
export { type NamePattern, namePattern } from './name-pattern.ts'
export { pathBelow } from './path-below.ts'
export { unusedByLists } from './unused-options.ts'
