import path from 'node:path'
import { expect, test } from 'vitest'
import { repositoryRoot } from '../workspace.ts'
import { compileSnippets } from './snippets.ts'

const page = 'packages/timeseries/README.md'
const at = (line: number, source: string) => ({
  page,
  line,
  source,
  file: path.join(repositoryRoot, 'packages/timeseries/src', `planted-${line}.ts`),
})

test('a block is compiled by itself, strictly, on the sources of its package', async () => {
  const good = at(
    10,
    "import { fromGrid } from '@romae/timeseries'\n\nexport const series = fromGrid({ id: 'a', values: [[1]] })\n",
  )
  const withoutImport = at(20, 'const [first] = [1]\nfromGrid({ values: [[first!]] })\n')
  const unchecked = at(30, 'const lengths = [1]\nconst length: number = lengths[0]\n')
  const sameName = at(40, "import { fromGrid } from '@romae/timeseries'\nconst length = fromGrid\n")
  expect(await compileSnippets(repositoryRoot, [good, withoutImport, unchecked, sameName])).toEqual([
    { path: page, line: 21, rule: 'strict', problem: expect.stringContaining("'fromGrid'") },
    { path: page, line: 31, rule: 'strict', problem: expect.stringContaining("'number | undefined'") },
  ])
}, 60_000)
