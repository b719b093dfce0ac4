import path from 'node:path'
import type { Check } from '../check.ts'

const page = 'docs/browser.md'

/** What docs/browser.md tells users to write, built as it says, does in browsers what it says. */
export const browserRecipes: Check = {
  name: 'browser-recipes',
  description: `${page}: built with Vite, webpack and esbuild, for Chromium and Firefox, with threads and without (after pnpm build)`,
  async run(root) {
    const { tryRecipes } = await import('@romae/browser-check')
    const { lines, problems } = await tryRecipes(path.join(root, page))
    return {
      ok: problems.length === 0 && lines.length > 0,
      figure: `problems in ${lines.length} builds, browsers and kinds of page: ${problems.length}`,
      details: problems,
      listing: lines,
    }
  },
}
