import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { errors } from './errors.ts'
import { kernelFamilies, knownKernels } from './kernels/table.ts'
import { passNames } from './passes/optimize.ts'

const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8')
const errorPage = readFileSync(new URL('../../../docs/errors/compiler.md', import.meta.url), 'utf8')

it('lists every kernel by family in the README', () => {
  for (const [family, kernels] of Object.entries(kernelFamilies)) {
    const row = readme.split('\n').find((line) => line.startsWith(`| ${family} `)) ?? ''
    const listed = [...row.matchAll(/`(\w+)`/g)].map(([, kernel]) => kernel)
    expect([family, listed]).toEqual([family, Object.keys(kernels).sort()])
  }
  expect(knownKernels.length).toBe(new Set(knownKernels).size)
})

it('lists every pass in the README', () => {
  const listed = [...readme.matchAll(/^\| `([a-z-]+)` /gm)].map(([, pass]) => pass)
  expect(listed).toEqual([...passNames])
})

it('explains every error code', () => {
  const explained = [...errorPage.matchAll(/^## (\w+)$/gm)].map(([, code]) => code)
  expect(explained.sort()).toEqual(Object.keys(errors).sort())
})
