import { createRequire } from 'node:module'

/** The version of this package as it is installed, which is that of all. */
export const version: string = (createRequire(import.meta.url)('../package.json') as { version: string }).version
