import { nodeModules } from './node-modules.ts'

/** The most bytes that file systems take for a name. */
const longestName = 255

/** What follows the name in a temporary one: nobody can have foreseen it, and so nobody has put anything there. */
export async function unpredictable(): Promise<string> {
  const { crypto } = await nodeModules()
  return crypto.randomBytes(16).toString('hex')
}

/** A name for what is not whole yet: `results.json.<32 hexadecimal digits>.tmp`. A long name is shortened. */
export async function temporaryName(name: string): Promise<string> {
  const end = `.${await unpredictable()}.tmp`
  let start = name
  while (Buffer.byteLength(start) + end.length > longestName) start = [...start].slice(0, -1).join('')
  return start + end
}

const pattern = /^(.+)\.[0-9a-f]{32}\.tmp$/

/** The name of the file whose temporary name this is; null where it is none. */
export function nameOfTemporary(entry: string): string | null {
  return pattern.exec(entry)?.[1] ?? null
}
