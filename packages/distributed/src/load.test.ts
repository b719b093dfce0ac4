import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { loadFirst, loadKoffi } from './load.ts'

it('keeps a library loaded for as long as the process runs', async (context) => {
  const isLoaded = (name: string) => readFileSync('/proc/self/maps', 'utf8').includes(name)
  // Two of the C library, which nothing here uses.
  const [kept, other] = ['libanl.so.1', 'libBrokenLocale.so.1']
  const koffi = await loadKoffi()
  let library: ReturnType<typeof koffi.load>
  try {
    library = koffi.load(other)
  } catch {
    return context.skip('needs the GNU C library')
  }
  expect(isLoaded(other)).toBe(true)
  library.unload()
  expect(isLoaded(other)).toBe(false)
  loadFirst(koffi, [kept]).library.unload()
  expect(isLoaded(kept)).toBe(true)
})
