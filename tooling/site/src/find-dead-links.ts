import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { Parser } from 'htmlparser2'
import { repository } from './routes.ts'

/** A page of the built site: what can be led to in it, and where it leads. */
interface BuiltPage {
  readonly ids: ReadonlySet<string>
  readonly links: ReadonlySet<string>
}

export interface LinkFindings {
  /** `page: what is wrong`. */
  readonly problems: readonly string[]
  readonly pages: number
  readonly links: number
}

/**
 * Links and anchors of a built site that lead nowhere. What leads to other hosts is looked at for its form alone, but for files of
 * the repository, which have to be there.
 *
 * @param folder the built site
 * @param root the repository's
 */
export function findDeadLinks(folder: string, root: string): LinkFindings {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => name.split(path.sep).join('/'))
  const files = new Set(names)
  const pages = new Map(names.filter((name) => name.endsWith('.html')).map((name) => [name, readPage(folder, name)]))
  const problems: string[] = []
  let count = 0
  for (const [name, { links }] of pages) {
    for (const link of links) {
      count += 1
      const problem = problemOf(link, name)
      if (problem !== null) problems.push(`${name}: ${link} ${problem}`)
    }
  }
  return { problems, pages: pages.size, links: count }

  function problemOf(link: string, from: string): string | null {
    if (!URL.canParse(link, 'http://site/')) return 'is no address'
    const url = new URL(link, `http://site/${from}`)
    if (url.protocol === 'data:') return null
    if (url.host !== 'site') return problemOfExternal(url)
    const file = decodeURIComponent(url.pathname).slice(1)
    const target = file === '' || file.endsWith('/') ? `${file}index.html` : file
    if (!files.has(target)) return 'is no page'
    const anchor = decodeURIComponent(url.hash.slice(1))
    if (anchor !== '' && pages.get(target)?.ids.has(anchor) !== true) return 'is no place of that page'
    return null
  }

  function problemOfExternal(url: URL): string | null {
    if (url.protocol !== 'https:') return `is not https`
    const [, kind, file] = /^\/(blob|tree)\/main\/(.*)$/.exec(url.href.replace(repository, '').split('#')[0]!) ?? []
    if (kind === undefined || existsSync(path.join(root, decodeURIComponent(file!)))) return null
    return 'is not in the repository'
  }
}

function readPage(folder: string, name: string): BuiltPage {
  const [ids, links] = [new Set<string>(), new Set<string>()]
  const parser = new Parser({
    onopentag(_, { id, href, src }) {
      if (id !== undefined) ids.add(id)
      for (const link of [href, src]) if (link !== undefined) links.add(link)
    },
  })
  parser.end(readFileSync(path.join(folder, name), 'utf8'))
  return { ids, links }
}
