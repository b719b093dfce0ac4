import { statSync } from 'node:fs'
import path from 'node:path'
import type { MarkdownOptions } from 'vitepress'
import { siteLink } from './routes.ts'

type MarkdownIt = Parameters<NonNullable<MarkdownOptions['config']>>[0]

/** Makes the links of pages, which lead to files as on the code host, lead to the site's pages. */
export function pageLinks(root: string): (markdown: MarkdownIt) => void {
  const kindOf = (file: string) => {
    const found = statSync(path.join(root, file), { throwIfNoEntry: false })
    if (found === undefined) return null
    return found.isDirectory() ? 'folder' : 'file'
  }
  return (markdown) => {
    markdown.core.ruler.push('page-links', ({ tokens, env }) => {
      const { path: page, realPath = page } = env as { path: string; realPath?: string }
      const from = path.relative(root, realPath).split(path.sep).join('/')
      for (const token of tokens.flatMap(({ children }) => children ?? [])) {
        if (token.type === 'link_open') token.attrSet('href', siteLink(from, token.attrGet('href')!, kindOf))
      }
    })
  }
}
