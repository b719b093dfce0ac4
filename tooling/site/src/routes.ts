import path from 'node:path'

/** Where TypeDoc writes the pages of declarations, relative to the root. */
export const apiSource = 'tooling/site/generated/api'

const rules: readonly (readonly [pattern: RegExp, page: (match: RegExpExecArray) => string])[] = [
  // What API Extractor writes is for diffs; on the site the same names have their descriptions.
  [/^docs\/api\/(.+)\.api\.md$/, ([, name]) => `api/${name}.md`],
  [/^(?:docs|tooling\/site\/generated)\/(.*)$/, ([, name]) => name!],
  [/^packages\/([^/]+)\/README\.md$/, ([, name]) => `packages/${name}.md`],
  [/^(SECURITY|CONTRIBUTING)\.md$/, ([, name]) => `${name!.toLowerCase()}.md`],
]

/**
 * The page of the site that a file of the repository is: `docs/results/uea.md` is `results/uea.md`.
 *
 * @param file relative to the root, with forward slashes
 * @returns null: it is none
 */
export function pageOf(file: string): string | null {
  if (!file.endsWith('.md')) return null
  for (const [pattern, page] of rules) {
    const match = pattern.exec(file)
    if (match !== null) return page(match).replace(/README\.md$/, 'index.md')
  }
  return null
}

/** Markdown that is not on the site. */
export const excluded: readonly string[] = [
  '*/**/node_modules/**',
  'apps/**',
  'tooling/!(site)/**',
  'tooling/site/!(generated)/**',
  'tooling/site/*.md',
  'docs/api/**',
  'examples/**',
  'packages/*/!(README.md)',
  'packages/*/*/**',
  'packages/internal/**',
  'runs/**',
  'runtimes/**',
  'shared/**',
  'README.md',
  '.*/**',
]

export const repository = 'https://github.com/romae/romae'

/**
 * Where a link of a page leads on the site: to another page, or else to the file on the code host.
 *
 * @param from the page's file, relative to the root
 * @param href as it is written there
 * @param kindOf what a path of the repository is
 * @throws Error where there is no such file
 */
export function siteLink(from: string, href: string, kindOf: (file: string) => 'file' | 'folder' | null): string {
  if (/^(?:[a-z][a-z\d+.-]*:|#|\/)/i.test(href)) return href
  const [target, ...anchor] = href.split('#')
  const hash = anchor.length === 0 ? '' : `#${anchor.join('#')}`
  // Pages of declarations link to each other, and are not there before they are made.
  const file = path.posix.join(path.posix.dirname(from), decodeURI(target!)).replace(/\/$/, '')
  const kind = kindOf(file)
  if (kind === null) throw new Error(`${from} links to ${href}, which is not there`)
  const page = pageOf(file) ?? pageOf(`${file}/README.md`)
  if (page !== null && (kind === 'file' || kindOf(`${file}/README.md`) === 'file')) return `/${page}${hash}`
  return `${repository}/${kind === 'file' ? 'blob' : 'tree'}/main/${file}${hash}`
}
