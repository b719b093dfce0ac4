import { needsShared } from '@romae/build/shared'
import { createEngine } from '@romae/engine'
import { describe, expect, it } from 'vitest'
import { readSplits, runUea } from './uea/experiment.ts'
import { published } from './uea/published.ts'
import { presetNames, ueaSettings } from './uea/settings.ts'

describe('UEA settings', () => {
  it('have the paper’s for every data set of its table, and none for others', () => {
    for (const name of Object.keys(published)) expect(ueaSettings(name, 'paper')).not.toBeNull()
    expect(ueaSettings('JapaneseVowels', 'paper')).toBeNull()
  })

  it('drop what the published figures had dropped', () => {
    for (const preset of presetNames) expect(ueaSettings('LSST', preset)!.dropped).toBe(0.3)
  })
})

describe('a UEA run', () => {
  needsShared(it)(
    'learns BasicMotions in seconds, far above chance',
    async (shared) => {
      const splits = await readSplits(`${shared}/data/uea/BasicMotions`, 'BasicMotions')
      const engine = await createEngine()
      const stages: string[] = []
      const result = await runUea(splits, ueaSettings('BasicMotions', 'smoke')!, 1, engine, (stage) => {
        stages.push(stage)
        return () => {}
      })
      await engine.dispose()
      expect(stages).toEqual(['pre-training', 'fine-tuning'])
      expect(result.metrics.accuracy).toBeGreaterThan(0.8)
      expect(result.metrics.confusion.flat().reduce((sum, count) => sum + count)).toBe(splits.test.length)
      expect(result.model.classes).toEqual(splits.classes)
    },
    120_000,
  )
})
