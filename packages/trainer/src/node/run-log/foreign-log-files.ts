import { foreignAmong, type IsOurs } from '@romae/internal/files'
import { parseJson } from '@romae/internal/json'
import { environmentFile } from './environment.ts'
import { metricsFile, parseMetrics } from './metrics.ts'

type Json = Readonly<Record<string, unknown>>

/** What the files of a log hold, as far as it takes to tell them from others of their names. */
const tests: Readonly<Record<string, IsOurs>> = {
  'config.json': (text) => isObject(parseJson(text), ['model', 'training']),
  'plan.json': (text) => isObject(parseJson(text), ['parameters', 'steps']),
  [environmentFile]: (text) => (parseJson(text) as readonly unknown[]).every((entry) => isObject(entry, ['started'])),
  [metricsFile]: (text) => parseMetrics(text.slice(0, text.indexOf('\n') + 1), metricsFile).length > 0 || text === '',
}

/** Bytes that are looked at: configurations are smaller, and of metrics the first line tells. */
const most = 2 ** 24

/**
 * The files in a folder that `logTo` would write in place of, and did not write: a `config.json` of something else, say. A link
 * is none: it is replaced, and what it points to stays.
 *
 * @returns paths
 */
export function foreignLogFiles(folder: string): Promise<readonly string[]> {
  return foreignAmong(folder, tests, most)
}

function isObject(value: unknown, keys: readonly string[]): value is Json {
  return typeof value === 'object' && value !== null && keys.every((key) => Object.hasOwn(value, key))
}
