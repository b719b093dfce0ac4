import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'vitepress'
import { writeApiPages } from './api-pages.ts'
import { apiSource } from './routes.ts'

const root = fileURLToPath(new URL('../../..', import.meta.url)).replace(/[/\\]$/, '')

/** Where the site is once it is built. */
export const siteFolder = path.join(root, 'tooling/site/dist')

/** Makes the site of the repository's pages: a folder of files for any host of static files. @throws Error where a link leads nowhere */
export async function buildSite(): Promise<void> {
  await writeApiPages(root, path.join(root, apiSource))
  await build(path.join(root, 'tooling/site'))
}
