import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'

const root = fileURLToPath(new URL('../../..', import.meta.url))
const read = (file: string) => readFileSync(path.join(root, file), 'utf8')
const readme = read('README.md')

describe('the README', () => {
  it('shows an example that a test of the trainer runs', () => {
    const examples = [...readme.matchAll(/```ts\n[\s\S]*?```/g)].map(([block]) => block)
    expect(examples).toHaveLength(1)
    expect(read('packages/trainer/README.md')).toContain(examples[0])
    expect(read('docs/quickstart.md')).toContain(examples[0])
  })

  it('links to what is there', () => {
    const links = [...readme.matchAll(/\]\((\.\/[^)]+)\)/g)].map(([, link]) => link!)
    expect(links.length).toBeGreaterThan(5)
    expect(links.filter((link) => !existsSync(path.join(root, link)))).toEqual([])
  })

  it.each(['tour', 'architecture'])('is followed by docs/%s.md, which links to what is there', (page) => {
    const links = [...read(`docs/${page}.md`).matchAll(/\]\((\.[^)#]+)(?:#[^)]*)?\)/g)].map(([, link]) => link!)
    expect(links.length).toBeGreaterThan(0)
    expect(links.filter((link) => !existsSync(path.join(root, 'docs', link)))).toEqual([])
  })

  it('has no figure that is not in the page of results beside it', () => {
    const rows = [...readme.matchAll(/^\| \[.*\]\(\.\/(docs\/results\/[\w-]+)\.md\).*$/gm)]
    expect(rows.length).toBeGreaterThan(5)
    const unknown = rows.flatMap(([row, page]) => {
      const page_ = read(`${page}.md`)
      const [, , ...cells] = row.split('|').slice(1, -1)
      return (cells.join(' ').match(/\d+\.\d+/g) ?? [])
        .filter((figure) => !page_.includes(figure))
        .map((figure) => `${page}: ${figure}`)
    })
    expect(unknown).toEqual([])
  })

  it('names the pnpm that package.json pins, and so do the rules for contributors', () => {
    const { packageManager } = JSON.parse(read('package.json')) as { packageManager: string }
    const [pinned] = packageManager.split('+')
    const named = [...(readme + read('CONTRIBUTING.md')).matchAll(/pnpm@[\d.]+/g)].map(([name]) => name)
    expect(new Set(named)).toEqual(new Set([pinned]))
  })

  it('is of a repository that pins pnpm with the hash of its package', () => {
    const { packageManager } = JSON.parse(read('package.json')) as { packageManager: string }
    expect(packageManager).toMatch(/^pnpm@\d+\.\d+\.\d+\+sha512\.[0-9a-f]{128}$/)
  })
})
