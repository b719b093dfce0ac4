import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { presetNames, withSession } from '@romae/app-common'
import { needsShared } from '@romae/build/shared'
import { describe, expect, it, onTestFinished } from 'vitest'
import { readSplits, runUea } from './uea/experiment.ts'
import { published } from './uea/published.ts'
import { ueaSettings } from './uea/settings.ts'

describe('UEA settings', () => {
  it('have the paper’s for every data set of its table, and none for others', () => {
    for (const name of Object.keys(published)) expect(ueaSettings(name, 'paper')).not.toBeNull()
    expect(ueaSettings('JapaneseVowels', 'paper')).toBeNull()
  })

  it('drop what the published figures had dropped', () => {
    for (const preset of presetNames) expect(ueaSettings('LSST', preset)!.data.dropped).toBe(0.3)
  })
})

describe('a UEA run', () => {
  needsShared(it)(
    'learns BasicMotions in seconds, far above chance',
    async (shared) => {
      const splits = await readSplits(`${shared}/data/uea/BasicMotions`, 'BasicMotions')
      const folder = await mkdtemp(join(tmpdir(), 'romae-uea-'))
      onTestFinished(() => rm(folder, { recursive: true }))
      const result = await withSession('test', { verbose: false }, (session) =>
        runUea(splits, ueaSettings('BasicMotions', 'smoke')!, { seed: 1, folder, prefix: '' }, session, {
          resume: false,
          overwrite: false,
          saveEvery: 100,
        }),
      )
      expect((await readdir(folder)).sort()).toEqual(['finetuning', 'pretraining'])
      expect(result.metrics.accuracy).toBeGreaterThan(0.8)
      expect(result.metrics.confusion.flat().reduce((sum, count) => sum + count)).toBe(splits.test.length)
      expect(result.model.classes).toEqual(splits.classes)
    },
    120_000,
  )
})
