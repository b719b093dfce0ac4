import { renameOptions } from '../check-options.ts'
import { isObject } from './is-object.ts'

/** What a run recorded of itself, with the names that things have today, whichever version of this package wrote it. */
export function withCurrentNames({
  training,
  ...run
}: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return {
    ...withFingerprints(run),
    ...(training !== undefined && { training: isObject(training) ? renameOptions(training) : training }),
  }
}

/** The same with `fingerprint` for each `sha256`: of the data, of the initial values, of the data to evaluate on. */
function withFingerprints(saved: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const entries = Object.entries(saved).map(([key, value]): [string, unknown] => [
    key === 'sha256' ? 'fingerprint' : key,
    isObject(value) && !Array.isArray(value) ? withFingerprints(value) : value,
  ])
  return Object.fromEntries(entries)
}
