import { join } from 'node:path'
import { needsShared } from '@romae/build/shared'
import { hashFile } from '@romae/internal/download'
import { describe, expect, it } from 'vitest'
import { findDataset, listDatasets } from './entries.ts'

describe('the data sets', () => {
  it('have addresses by https, and a hash where the address is of a fixed version', () => {
    for (const { name, files, layouts, how } of listDatasets()) {
      expect(findDataset(name).name).toBe(name)
      expect(layouts.length).toBeGreaterThan(0)
      if (files.length === 0) expect(how).toMatch(/download/)
      for (const { url, sha256 } of files) {
        expect(new URL(url).protocol).toBe('https:')
        expect(sha256 === null || /^[0-9a-f]{64}$/.test(sha256)).toBe(true)
        expect(sha256 !== null).toBe(/[0-9a-f]{40}/.test(url))
      }
    }
  })

  it('include any set of the UEA archive', async () => {
    expect(findDataset('uea/Libras').files[0]!.url).toMatch(/\/Libras\.zip$/)
    for (const name of ['uea/', 'uea/a/b', 'uea/..', 'libras']) {
      await expect(async () => findDataset(name)).rejects.toThrowRomae('DATASETS_UNKNOWN_NAME')
    }
  })

  needsShared(it)('have the hashes of the files that were compared with their source', async (shared) => {
    for (const name of ['BasicMotions', 'JapaneseVowels']) {
      for (const { name: file, sha256 } of findDataset(`uea/${name}`).files) {
        expect(await hashFile(join(shared, 'data', 'uea', name, file))).toBe(sha256)
      }
    }
  })
})
