import path from 'node:path'
import { expect, it, onTestFinished, vi } from 'vitest'
import { builtin, builtinOrNull, nodeVersion } from './builtin.ts'

it("has Node's own modules", () => {
  expect(builtin('node:path').join).toBe(path.join)
  expect(nodeVersion()).toBe(process.versions.node)
})

it('says where there are none', () => {
  vi.stubGlobal('process', undefined)
  onTestFinished(() => {
    vi.unstubAllGlobals()
  })
  expect(builtinOrNull('node:path')).toBeNull()
  expect(nodeVersion()).toBeNull()
  expect(() => builtin('node:path')).toThrow(/whose module node:path is not here/)
})
