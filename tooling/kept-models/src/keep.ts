import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { createEngine } from '@romae/engine'
import { enableProdMode } from '@tensorflow/tfjs'
import { keepApps } from './apps/keep-apps.ts'
import { fixtures, keptForms } from './kept-folders.ts'
import { keepLibrary } from './library/keep-library.ts'

// `pnpm --filter @romae/kept-models keep 0002-words`: writes what today's code saves, beside what earlier code saved.
enableProdMode()
const [name = ''] = process.argv.slice(2)
const folder = join(fixtures, name)
if (!/^\d{4}(-[a-z0-9]+)+$/.test(name) || existsSync(folder)) {
  throw new Error(`a new name is needed, such as 0002-words; there are ${keptForms().join(', ')}; got "${name}"`)
}
const engine = await createEngine()
try {
  await keepLibrary(join(folder, 'library'), engine)
} finally {
  await engine.dispose()
}
await keepApps(join(folder, 'apps'))
console.log(`kept in ${folder}`)
