import type { SeriesData } from './options.ts'

/** How times are read, for the readers and the writers. */
export function timesOf({ timeFormat, timeUnit }: Pick<SeriesData, 'timeFormat' | 'timeUnit'>) {
  // Where somebody says that times are numbers they have no unit, whatever a model knows: its times are compared afterwards.
  if (timeFormat === 'number') return { timeFormat }
  return { ...(timeFormat != null && { timeFormat }), ...(timeUnit != null && { timeUnit }) }
}
