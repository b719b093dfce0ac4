import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { fbank, readFixture } from '@romae/parity'
import type { Difference } from './compare-definition.ts'

/** Every `fbank-*` file of a folder of golden tensors, by its worst quantity. */
export async function compareWithFixtures(folder: string): Promise<Difference[]> {
  const files = (await readdir(folder)).filter((file) => /^fbank-.*\.safetensors$/.test(file)).sort()
  return Promise.all(
    files.map(async (file) => {
      const checks = await fbank(await readFixture(join(folder, file)))
      const ratios = checks.map(({ error, tolerance }) => {
        if (Number.isNaN(error)) return Infinity
        return tolerance === 0 ? (error === 0 ? 0 : Infinity) : error / tolerance
      })
      return { what: file, overTolerance: Math.max(...ratios) }
    }),
  )
}
