// Fills packages of runtimes/ before they are packed: tsx main.ts PLATFORM …
import { fileURLToPath } from 'node:url'
import { fillRuntime } from './fill-runtime.ts'
import { type Platform, platforms } from './pinned.ts'

const root = fileURLToPath(new URL('../../..', import.meta.url))
const asked = process.argv.slice(2)
const unknown = asked.filter((name) => !platforms.includes(name as Platform))
if (asked.length === 0 || unknown.length > 0) {
  console.error(`name some of the platforms ${platforms.join(', ')}; got ${asked.join(', ') || 'none'}`)
  process.exit(1)
}
for (const platform of asked) fillRuntime(root, platform as Platform)
