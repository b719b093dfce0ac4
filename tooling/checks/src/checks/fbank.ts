import { existsSync } from 'node:fs'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Definition, Difference } from '@romae/media-checks'
import type { Check } from '../check.ts'

const rates = [8000, 11_025, 16_000, 22_050, 44_100]
const settingsCount = 40
const spoken = ['0_george_27', '3_jackson_11', '5_lucas_2', '7_nicolas_8', '8_theo_40', '9_yweweler_30']

/** Golden values of torchaudio's `compliance.kaldi.fbank`, then other recordings and settings against the definition. */
export const fbank: Check = {
  name: 'fbank',
  description: 'filter banks equal torchaudio’s golden values, and their definition on other sounds and settings',
  async run(root) {
    const media = await import('@romae/media-checks')
    const shared = process.env.ROMAE_SHARED ?? path.resolve(root, '../shared')
    const golden = path.join(shared, 'parity')
    const fixtures = await media.compareWithFixtures(
      existsSync(golden) ? golden : path.join(root, 'tooling/parity-fixtures/fixtures'),
    )

    const archive = path.join(shared, 'data/fsdd.tar.xz')
    const recordings = [
      ...rates.flatMap(media.syntheticRecordings),
      ...(existsSync(archive) ? media.spokenRecordings(archive, spoken) : []),
    ]
    const source = path.join(root, 'packages/audio/src/testing/naive-filter-bank.ts')
    const { naiveFilterBank }: { naiveFilterBank: Definition } = await import(pathToFileURL(source).href)
    const others: Difference[] = []
    const settings = media.drawSettings(settingsCount, 6)
    for (const [index, one] of settings.entries()) {
      // Each setting on two recordings, each recording with one or more settings.
      for (const place of [index, index + settingsCount]) {
        const recording = recordings[place % recordings.length]!
        others.push(await media.compareWithDefinition(naiveFilterBank, recording, one))
      }
    }
    const worst = (differences: readonly Difference[]) =>
      Math.max(...differences.map(({ overTolerance }) => overTolerance)).toFixed(3)
    const wrong = [...fixtures, ...others].filter(({ overTolerance }) => !(overTolerance <= 1))
    return {
      ok: wrong.length === 0 && fixtures.length > 0,
      figure:
        `worst of ${fixtures.length} golden files, in tolerances: ${worst(fixtures)}; ` +
        `of ${others.length} other sounds and settings: ${worst(others)}`,
      details: wrong.map(({ what, overTolerance }) => `${what}: ${overTolerance.toFixed(2)} times its tolerance`),
    }
  },
}
