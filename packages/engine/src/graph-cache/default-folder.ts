import { join } from 'node:path'
import envPaths from 'env-paths'

/** Where compiled graphs are kept unless the user says otherwise: in the operating system's folder for caches. */
export function defaultCacheFolder(): string {
  return join(envPaths('romae', { suffix: '' }).cache, 'graphs')
}
