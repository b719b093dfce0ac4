import { describe, expect, it } from 'vitest'
import { plantTree } from '../planted-tree.ts'
import { errors } from './errors.ts'

const table = (...codes: string[]) =>
  `import { defineErrors } from '@romae/internal/errors'\nexport const errors = defineErrors({\n${codes
    .map((code) => `  ${code}: ({ got }: { got: number }) => \`got \${got}\`,\n`)
    .join('')}})\n`

const clean = {
  'packages/core/package.json': { name: '@romae/core' },
  'packages/core/src/errors.ts': table('CORE_SHAPE', 'CORE_RATIO'),
  'packages/core/src/errors.test.ts': table('TEST_ONLY'),
  'apps/demo/package.json': { name: '@romae/app-demo', private: true },
  'apps/demo/src/errors.ts': table('DEMO_FLAG'),
  'docs/errors/README.md': '# Errors\n\n## Not a code\n',
  'docs/errors/core.md': '# Core\n\n## CORE_SHAPE\n\nA wrong shape.\n\n## CORE_RATIO\n\nA wrong ratio.\n',
  'docs/errors/app-demo.md': '## DEMO_FLAG\n\nAn unknown flag.\n',
}

describe('errors', () => {
  it('passes where tables and pages agree', async () => {
    const result = await errors.run(plantTree(clean))
    expect(result).toEqual({ ok: true, figure: 'violations in 3 error codes: 0', details: [] })
  })

  it('falls short without any code', async () => {
    expect((await errors.run(plantTree({}))).ok).toBe(false)
  })

  it.each([
    {
      name: 'a code without an entry',
      plant: { 'packages/core/src/errors.ts': table('CORE_SHAPE', 'CORE_RATIO', 'CORE_NEW') },
      found: 'packages/core/src/errors.ts:5 undocumented-code',
    },
    {
      name: 'an entry without a code',
      plant: { 'packages/core/src/errors.ts': table('CORE_SHAPE') },
      found: 'docs/errors/core.md:7 stale-entry',
    },
    {
      name: 'an entry without words',
      plant: { 'docs/errors/core.md': '## CORE_SHAPE\n\n## CORE_RATIO\n\nA wrong ratio.\n' },
      found: 'docs/errors/core.md:1 empty-entry',
    },
    {
      name: 'an entry written twice',
      plant: { 'docs/errors/app-demo.md': '## DEMO_FLAG\n\nOnce.\n\n## DEMO_FLAG\n\nTwice.\n' },
      found: 'docs/errors/app-demo.md:5 repeated-entry',
    },
    {
      name: 'a code used by two packages',
      plant: {
        'apps/demo/src/errors.ts': table('CORE_SHAPE'),
        'docs/errors/app-demo.md': '## CORE_SHAPE\n\nTaken.\n',
      },
      found: 'packages/core/src/errors.ts:3 code-used-twice',
    },
    {
      name: 'a code that is not in the form of codes',
      plant: { 'apps/demo/src/errors.ts': table('demoFlag'), 'docs/errors/app-demo.md': '## demoFlag\n\nBad.\n' },
      found: 'apps/demo/src/errors.ts:3 code-form',
    },
    {
      name: 'a table that must be run to be read',
      plant: { 'apps/demo/src/errors.ts': 'export const errors = defineErrors({ ...others })\n' },
      found: 'apps/demo/src/errors.ts:1 unreadable-table',
    },
    {
      name: 'a table in another file',
      plant: { 'packages/core/src/more.ts': table('CORE_MORE') },
      found: 'packages/core/src/more.ts:3 stray-table',
    },
    {
      name: 'a page of no package',
      plant: { 'docs/errors/gone.md': '## GONE_CODE\n\nLong ago.\n' },
      found: 'docs/errors/gone.md stray-page',
    },
  ])('sees $name', async ({ plant, found }) => {
    const { ok, details = [] } = await errors.run(plantTree({ ...clean, ...plant }))
    expect(ok).toBe(false)
    expect(details.map((detail) => detail.slice(0, found.length))).toContain(found)
  })
})
