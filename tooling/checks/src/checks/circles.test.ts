import { expect, it } from 'vitest'
import { plantTree } from '../planted-tree.ts'
import { circles } from './circles.ts'

const tree = {
  'packages/a/package.json': { name: '@romae/a' },
  'packages/a/src/index.ts': "export { one } from './one.ts'\nexport { two } from './deep/two.ts'\n",
  'packages/a/src/one.ts': "import { two } from './deep/two.ts'\nexport const one = two\n",
  'packages/a/src/deep/two.ts': 'export const two = 2\n',
}

it('passes a tree whose files point one way', async () => {
  expect(await circles.run(plantTree(tree))).toEqual({ ok: true, figure: 'violations in 3 files: 0', details: [] })
})

it.each([
  ['a type', "import type { One } from '../one.ts'\nexport const two = 2\n"],
  ['what is imported when it is needed', "export const two = () => import('../one.ts')\n"],
])('finds a circle of %s', async (_, text) => {
  const { ok, details } = await circles.run(plantTree({ ...tree, 'packages/a/src/deep/two.ts': text }))
  expect(ok).toBe(false)
  expect(details).toEqual([
    expect.stringMatching(/^packages\/a\/src\/deep\/two\.ts circle: .* packages\/a\/src\/one\.ts:/),
  ])
})
