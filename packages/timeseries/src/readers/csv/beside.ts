import type { CsvReadOptions } from './csv-options.ts'

/** Columns that need not be in an array's file: they may lie beside it. */
export function besideOf({
  label,
  labels,
  group,
}: Partial<Record<'label' | 'group', CsvReadOptions['label'] | null>> & {
  readonly labels?: readonly string[] | null | undefined
}): readonly string[] {
  return [label, ...(labels ?? []), group].filter((name) => name != null)
}
