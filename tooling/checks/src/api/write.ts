import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { repositoryRoot } from '../workspace.ts'
import { apiFolder, apiPages } from './pages.ts'

/** `pnpm api`: writes `docs/api` for the built packages. */
const folder = path.join(repositoryRoot, apiFolder)
const pages = await apiPages(repositoryRoot)
mkdirSync(folder, { recursive: true })
for (const file of readdirSync(folder)) if (!pages.has(file)) rmSync(path.join(folder, file))
for (const [file, text] of pages) writeFileSync(path.join(folder, file), text)
console.log(`${apiFolder}: ${pages.size} pages`)
