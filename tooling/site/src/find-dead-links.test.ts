import path from 'node:path'
import { temporaryFolder } from '@romae/build/temporary-folder'
import { expect, it } from 'vitest'
import { findDeadLinks } from './find-dead-links.ts'

it('finds links and anchors that lead nowhere, and files that the repository lacks', async () => {
  const folder = await temporaryFolder({
    'repository/src/a.ts': '',
    'site/index.html': '<h2 id="b c">B</h2><a href="/more/">m</a><a href="#b%20c">b</a><img src="/gone.svg">',
    'site/more/index.html':
      '<a href="../index.html#b%20c">up</a><a href="/#gone">x</a><a href="http://plain.example/">y</a>' +
      '<a href="https://github.com/romae/romae/blob/main/src/a.ts#L3">a</a>' +
      '<a href="https://github.com/romae/romae/blob/main/src/b.ts">b</a>',
  })
  expect(findDeadLinks(path.join(folder, 'site'), path.join(folder, 'repository'))).toEqual({
    pages: 2,
    links: 8,
    problems: [
      'index.html: /gone.svg is no page',
      'more/index.html: /#gone is no place of that page',
      'more/index.html: http://plain.example/ is not https',
      'more/index.html: https://github.com/romae/romae/blob/main/src/b.ts is not in the repository',
    ],
  })
})
