import { mkdir, readdir, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileServer, sendFile } from '@romae/build/file-server'
import { temporaryFolder } from '@romae/build/temporary-folder'
import { zip } from '@romae/internal/testing/archives'
import { expect, it } from 'vitest'
import { fetchEntry } from './fetch-dataset.ts'

const archive = zip({ name: 'A_TRAIN.ts', content: 'train' }, { name: 'A_TEST.ts', content: 'test' })

/** Downloads the data set `test/A` of one archive. */
function get(url: string, cacheDir: string) {
  const files = [{ name: 'a.zip', url: `${url}/a.zip`, sha256: null }]
  const layouts = [{ needs: ['A_TRAIN.ts', 'A_TEST.ts'], path: '' }]
  const entry = { name: 'test/A', description: '', homepage: '', files, layouts }
  return fetchEntry(entry, { cacheDir }, { stall: 10_000, delays: [] })
}

it('removes nothing that it did not put there', async () => {
  const cache = await temporaryFolder()
  const home = join(cache, 'test', 'A')
  const mine = ['unpacking/mine', `data.${'0'.repeat(32)}.writing/mine`, 'data.writing/mine', 'downloads/mine', 'mine']
  for (const file of mine) {
    await mkdir(dirname(join(home, file)), { recursive: true })
    await writeFile(join(home, file), 'mine')
  }
  const { url } = await fileServer({ '/a.zip': sendFile(archive) })
  // Notes that this package did not write name no folder that is removed.
  for (const note of ['{"folder":"../../mine"}', '{"folder":"unpacking"}', 'null', '{', '[['.repeat(1e5)]) {
    await writeFile(join(home, 'unpacking.json'), note)
    await rm(join(home, 'data'), { recursive: true, force: true })
    await get(url, cache)
    for (const file of mine) expect(await readFile(join(home, file), 'utf8')).toBe('mine')
  }
})

it.each(['data', 'downloads'])('refuses a foreign %s before anything is downloaded', async (name) => {
  const cache = await temporaryFolder()
  const home = join(cache, 'test', 'A')
  const victim = join(cache, 'victim')
  for (const folder of [home, victim]) await mkdir(folder, { recursive: true })
  for (const file of ['mine', 'a.zip', 'A_TEST.ts']) await writeFile(join(victim, file), 'mine')
  const { url, requests } = await fileServer({ '/a.zip': sendFile(archive) })
  const refused = expect.objectContaining({ code: 'DATASETS_FOREIGN_FILES' })
  await symlink(victim, join(home, name))
  await expect(get(url, cache)).rejects.toThrow(refused)
  if (name === 'data') {
    await rm(join(home, name))
    await rename(victim, join(home, name))
    await expect(get(url, cache)).rejects.toThrow(refused)
  }
  expect((await readdir(name === 'data' ? join(home, name) : victim)).length).toBe(3)
  expect(requests).toEqual([])
})
