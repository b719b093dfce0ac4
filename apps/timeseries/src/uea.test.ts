import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { needsShared } from '@romae/build/shared'
import { temporaryFolder } from '@romae/build/temporary-folder'
import { fromGrid } from '@romae/timeseries'
import type { ClassificationMetrics } from '@romae/trainer/node'
import { describeTwoStages, presetNames, withSession } from 'romae'
import { describe, expect, it } from 'vitest'
import { runApp } from './testing/run-app.ts'
import { costOf, withinBudget } from './uea/budget.ts'
import { readSplits, ueaStages, ueaVariant } from './uea/experiment.ts'
import { published } from './uea/published.ts'
import { ueaSettings } from './uea/settings.ts'
import { withinLength } from './uea/thinning.ts'

describe('UEA settings', () => {
  it('have the paper’s for every data set of its table, and none for others', () => {
    for (const name of Object.keys(published)) expect(ueaSettings(name, 'paper')).not.toBeNull()
    expect(ueaSettings('JapaneseVowels', 'paper')).toBeNull()
  })

  it('drop what the published figures had dropped', () => {
    for (const preset of presetNames) expect(ueaSettings('LSST', preset)!.data.dropped).toBe(0.3)
  })
})

describe('a budget of operations', () => {
  const series = Array.from({ length: 12 }, (_, index) => ({
    ...fromGrid({ id: `${index}`, values: [Array.from({ length: 8 }, (_, time) => Math.sin(time + index))] }),
    label: index % 2 === 0 ? 'a' : 'b',
  }))
  const splits = { classes: ['a', 'b'], train: series, test: series }
  const experiment = ueaSettings('Other', 'smoke')!
  const shorten = (budget: number, ...set: string[]) =>
    withinBudget(experiment, splits, { seed: 1, set }, { pretraining: budget, finetuning: budget })

  it('shortens what takes more, and says so', async () => {
    const { experiment: shorter, notes } = await shorten(2e10)
    const [first, second] = await describeTwoStages(await ueaStages(splits, shorter, 1))
    for (const { plan } of [first!, second!]) {
      expect(costOf(plan)).toBeLessThanOrEqual(2e10)
      expect(costOf(plan) * (1 + 1 / plan.steps)).toBeGreaterThan(2e10)
    }
    expect(notes).toHaveLength(2)
    expect(notes[1]).toMatch(
      /^fine-tuning: \d+ steps, not the 24 of 12 epochs, .*20\.0 GFLOP; --set finetuning.epochs=12/,
    )
  })

  it('leaves alone what takes less, and what the user has set', async () => {
    expect(await shorten(1e15)).toEqual({ experiment, notes: [] })
    expect((await shorten(2e10, 'pretraining.epochs=10', 'finetuning.steps=24')).notes).toEqual([])
    expect((await shorten(2e10, 'pretraining.epochs=10')).notes).toHaveLength(1)
  })
})

describe('a limit on lengths', () => {
  const experiment = ueaSettings('Other', 'smoke')!
  const ofLength = (length: number) => ({
    ...fromGrid({ id: `${length}`, values: [Float32Array.from({ length }, (_, time) => Math.sin(time))] }),
    label: 'a',
  })
  const splitsOf = (train: number, test: number) => ({
    classes: ['a', 'b'],
    train: [ofLength(train), ofLength(20)],
    test: [ofLength(test)],
  })

  it('thins series of more than 512 time stamps after the drop, and says so', async () => {
    const splits = splitsOf(800, 1000)
    const { experiment: limited, notes } = withinLength(experiment, splits, [])
    expect(notes).toEqual([expect.stringMatching(/^2 of 3 series have more than 512 time stamps \(up to 700\), /)])
    const { tokenizer, test } = await ueaStages(splits, limited, 1)
    const { positions } = tokenizer.tokenize(test[0]!)
    expect(positions).toHaveLength(512)
    // Those of the whole series: evenly spaced.
    expect(positions[0]).toBeLessThan(10)
    expect(positions.at(-1)).toBeGreaterThan(990)
  })

  it('leaves alone shorter ones, and what the user has set', () => {
    expect(withinLength(experiment, splitsOf(731, 20), [])).toEqual({ experiment, notes: [] })
    const set = ['tokenizer.maxLength=null']
    expect(withinLength(experiment, splitsOf(800, 1000), set)).toEqual({ experiment, notes: [] })
  })
})

describe('a UEA run', () => {
  needsShared(it)(
    'learns BasicMotions in seconds, far above chance',
    async (shared) => {
      const splits = await readSplits(`${shared}/data/uea/BasicMotions`, 'BasicMotions')
      const folder = await temporaryFolder()
      const smoke = ueaSettings('BasicMotions', 'smoke')!
      // That both stages run is the point; what is learned comes from fine-tuning.
      const experiment = { ...smoke, pretraining: { ...smoke.pretraining, epochs: 2 } }
      const trial = await ueaVariant('BasicMotions', splits, experiment).trial(1)
      const { figures, metrics } = await withSession('test', { verbose: false }, (session) => {
        const options = { resume: false, overwrite: false, saveEvery: 100 }
        return trial.run({ folder, seedFolder: folder, prefix: '', session, options })
      })
      expect((await readdir(folder)).sort()).toEqual(['finetuning', 'pretraining'])
      const { accuracy, confusion } = metrics as ClassificationMetrics
      expect(figures).toEqual({ accuracy })
      expect(accuracy).toBeGreaterThan(0.8)
      expect(confusion.flat().reduce((sum, count) => sum + count)).toBe(splits.test.length)
    },
    120_000,
  )
})

describe('probe-benchmark', () => {
  needsShared(it)(
    'measures embeddings before and after pre-training, and draws them',
    async (shared) => {
      const folder = await temporaryFolder()
      const asked = [
        'BasicMotions',
        '--data',
        `${shared}/data/uea`,
        '--preset',
        'smoke',
        '--set',
        'pretraining.epochs=1',
      ]
      const said = await runApp(folder, 'probe-benchmark', ...asked, '--out', 'run')
      for (const row of ['random weights', 'pre-trained without labels']) expect(said).toContain(row)
      const report = await readFile(join(folder, 'run/report.html'), 'utf8')
      expect(report.match(/<figure class="map">/g)!.length).toBeGreaterThan(0)
      expect(report).toContain('Walking (10)')
    },
    120_000,
  )
})
