import { isList } from './list-path.ts'

/**
 * Options without effect where no list, or nothing else than lists, is read.
 *
 * @param labels where labels are without a list: `the names of folders`
 */
export function unusedByLists(sources: readonly string[], labels: string): Readonly<Record<string, string>> {
  const noList = `no CSV, JSONL or Parquet list is read: labels are ${labels}`
  const onlyLists = 'labels are in the column of --label: all that is read are lists'
  return {
    ...(!sources.some(isList) && {
      'data.file': noList,
      'data.label': noList,
      'data.labels': noList,
      'data.labelSeparator': noList,
      'data.missing': noList,
      'data.split': noList,
    }),
    ...(sources.length > 0 && sources.every(isList) && { 'data.pattern': onlyLists }),
  }
}
