import { expect, it } from 'vitest'
import { pageOf, siteLink } from './routes.ts'

it.each([
  ['docs/README.md', 'index.md'],
  ['docs/results/uea.md', 'results/uea.md'],
  ['docs/results/README.md', 'results/index.md'],
  ['docs/api/README.md', 'api/index.md'],
  ['docs/api/tokenizer-testing.api.md', 'api/tokenizer-testing.md'],
  ['tooling/site/generated/api/romae.md', 'api/romae.md'],
  ['packages/trainer/README.md', 'packages/trainer.md'],
  ['SECURITY.md', 'security.md'],
  ['README.md', null],
  ['packages/core/src/index.ts', null],
])('%s is the page %s', (file, page) => {
  expect(pageOf(file)).toBe(page)
})

const files = new Set(['docs/browser.md', 'packages/core/README.md', 'packages/core/src/ops/rotary.ts', 'README.md'])
const folders = new Set(['packages/core', 'packages/core/src'])
const kindOf = (file: string) => (files.has(file) ? 'file' : folders.has(file) ? 'folder' : null)

it.each([
  ['./browser.md#in-a-worker', '/browser.md#in-a-worker'],
  ['../packages/core/README.md', '/packages/core.md'],
  ['../packages/core#example', '/packages/core.md#example'],
  ['../packages/core/src', 'https://github.com/romae/romae/tree/main/packages/core/src'],
  ['../packages/core/src/ops/rotary.ts', 'https://github.com/romae/romae/blob/main/packages/core/src/ops/rotary.ts'],
  ['../README.md', 'https://github.com/romae/romae/blob/main/README.md'],
  ['#here', '#here'],
  ['https://arxiv.org/abs/2505.20535', 'https://arxiv.org/abs/2505.20535'],
])('%s of a page of docs leads to %s', (href, link) => {
  expect(siteLink('docs/tour.md', href, kindOf)).toBe(link)
})

it('says where a link leads nowhere', () => {
  expect(() => siteLink('docs/tour.md', './gone.md', kindOf)).toThrow('docs/tour.md links to ./gone.md')
})
