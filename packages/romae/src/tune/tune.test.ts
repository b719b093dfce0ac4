import { copyFile, cp, mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { temporaryFolder } from '@romae/build/temporary-folder'
import { describe, expect, it } from 'vitest'
import { runRomae, tryRomae } from '../testing/run-romae.ts'
import { commandWords } from './command-words.ts'
import { bestOf, roundsOf } from './halving.ts'
import { assignmentsIn, drawTrial, searchRange } from './search-space.ts'

describe('a search space', () => {
  it.each([
    ['a=x|y', { key: 'a', of: ['x', 'y'] }],
    ['a.b=0..0.3', { key: 'a.b', from: 0, to: 0.3, scale: 'linear' }],
    ['a=1e-5..1e-2:log', { key: 'a', from: 1e-5, to: 1e-2, scale: 'log' }],
    ['a=2..8', { key: 'a', from: 2, to: 8, scale: 'integer' }],
    ['a=0.0..1.0', { key: 'a', from: 0, to: 1, scale: 'linear' }],
  ])('is read from %s', (text, range) => {
    expect(searchRange(text)).toEqual(range)
  })

  it.each([
    'a',
    '=1..2',
    'a=',
    'a=1',
    'a=x',
    'a=1..',
    'a=2..1',
    'a=1..1',
    'a=0..1:log',
    'a=1..2:lin',
    'a=1..2..3',
    'a=x|x',
  ])('is none of %s', (text) => {
    expect(() => searchRange(text)).toThrowRomae('APP_SEARCH', { search: text })
  })

  it('is drawn from within its bounds, evenly, by seed and number alone', () => {
    const space = ['rate=1e-5..1e-1:log', 'drop=0..0.3', 'depth=2..4', 'size=a|b'].map(searchRange)
    expect(drawTrial(space, 1, 0)).toEqual([])
    const all = Array.from({ length: 400 }, (_, trial) => drawTrial(space, 7, trial + 1))
    const numbers = (key: number) => all.map((settings) => Number(settings[key]!.split('=')[1]))
    const below = numbers(0).filter((rate) => rate < 1e-3).length
    expect(below).toBeGreaterThan(150)
    expect(below).toBeLessThan(250)
    expect(Math.min(...numbers(0))).toBeGreaterThanOrEqual(1e-5)
    expect(Math.max(...numbers(1))).toBeLessThanOrEqual(0.3)
    expect(new Set(numbers(2))).toEqual(new Set([2, 3, 4]))
    expect(new Set(all.map((settings) => settings[3]))).toEqual(new Set(['size=a', 'size=b']))
    expect(drawTrial(space, 7, 3)).toEqual(all[2])
    // Another key does not move the others.
    expect(drawTrial(space.slice(1), 7, 3)).toEqual(all[2]!.slice(1))
    expect(assignmentsIn(space[2]!)).toEqual(['depth=2', 'depth=4'])
  })
})

describe('successive halving', () => {
  it.each([
    [1, 30, [[1, 30]]],
    [2, 30, [[2, 30]]],
    [
      3,
      30,
      [
        [3, 10],
        [1, 30],
      ],
    ],
    [
      16,
      30,
      [
        [16, 3],
        [5, 10],
        [1, 30],
      ],
    ],
    [
      27,
      27,
      [
        [27, 1],
        [9, 3],
        [3, 9],
        [1, 27],
      ],
    ],
    [16, 1, [[16, 1]]],
    [
      16,
      3,
      [
        [16, 1],
        [1, 3],
      ],
    ],
  ])('of %i trials and %i epochs is %j', (trials, length, rounds) => {
    expect(roundsOf(trials, length).map((round) => [round.trials, round.length])).toEqual(rounds)
  })

  it('keeps the best, of equal ones the first, and none that is no number before others', () => {
    const scored = [3, 1, Number.NaN, 1, 2].map((score, trial) => ({ trial, score }))
    expect(bestOf(scored, 3, false).map(({ trial }) => trial)).toEqual([1, 3, 4])
    expect(bestOf(scored, 5, true).map(({ trial }) => trial)).toEqual([0, 4, 1, 3, 2])
  })
})

it('says how to train what it found', () => {
  const words = ['tune', 'a b.csv', '--label', 'class', '--trials', '4', '--search=x=1|2', '--out', 'o', '--resume']
  expect(commandWords('finetune', words, ['m.size=tiny', 'f.rate=0.1'], 0.2)).toBe(
    "finetune 'a b.csv' --label class --validation 0.2 --set m.size=tiny --set f.rate=0.1",
  )
  expect(commandWords('finetune', ['tune', 'a', '--validation-data', 'v'], [], 0.2)).toBe(
    'finetune a --validation-data v',
  )
  const hidden = ['tune', 'a', '--pretrain', '--validation', '0.3', '--patience', '2', '--held-out', '0.2']
  expect(commandWords('pretrain', hidden, ['m.size=tiny'], 0.2)).toBe('pretrain a --held-out 0.2 --set m.size=tiny')
})

/** Two kinds of waves. */
const waves = ['series,t,v,class']
for (let series = 0; series < 30; series++) {
  for (let time = 0; time < 8; time++) {
    const value = Math.sin((series % 2 === 0 ? 2 : 0.5) * time + series)
    waves.push(`s${series},${time},${value},${series % 2 === 0 ? 'fast' : 'slow'}`)
  }
}

describe('romae tune', () => {
  const words = ['tune', 'waves.csv', '--id', 'series', '--time', 't', '--label', 'class', '--preset', 'smoke'] as const
  const brief = [
    ...['--set', 'model.size=8x2x1', '--set', 'finetuning.epochs=3', '--trials', '4'],
    ...['--search', 'finetuning.learningRate=1e-4..1e-2:log', '--search', 'finetuning.batchSize=4|8'],
  ] as const
  const resultsOf = async (folder: string) => {
    const { command: _, ...results } = JSON.parse(await readFile(join(folder, 'results.json'), 'utf8'))
    return results
  }

  it('finds the best of its trials, and the same where it was killed and goes on', { timeout: 240_000 }, async () => {
    const folder = await temporaryFolder({ 'waves.csv': waves.join('\n') })
    const said = await runRomae(folder, ...words, ...brief, '--out', 'whole')
    expect(said).toContain('trials: 4 for 1 epoch, 1 for 3 epochs')
    expect(said).toMatch(/then {4}.*finetune waves.csv .*--validation 0.2/)
    const whole = await resultsOf(join(folder, 'whole'))
    expect(whole.trials).toHaveLength(4)
    const first = whole.trials.map(({ scores }: { scores: number[] }) => scores[0])
    expect(first[0]).toBe(Math.min(...first))
    expect(whole.best).toMatchObject({ trial: whole.trials[0].trial, loss: whole.trials[0].scores[1] })
    expect(await readFile(join(folder, 'whole/report.html'), 'utf8')).toContain('finetuning.learningRate')

    // What a kill leaves in the middle of the second trial.
    await mkdir(join(folder, 'killed'))
    await cp(join(folder, 'whole/trial-0-round-1'), join(folder, 'killed/trial-0-round-1'), { recursive: true })
    const record = JSON.parse(await readFile(join(folder, 'whole/tune.json'), 'utf8'))
    expect(record.isOver).toBe(true)
    await writeFile(join(folder, 'killed/tune.json'), JSON.stringify({ ...record, isOver: false }))
    const again = [...words, ...brief, '--out', 'killed'] as const
    expect(await tryRomae(folder, ...again)).toMatchObject({ stderr: expect.stringContaining('APP_FOLDER_IN_USE') })
    const other = await tryRomae(folder, ...again, '--resume', '--seed', '2')
    expect(other.stderr).toMatch(/seed is 2, it was 1.*APP_OTHER_RUN/)
    await runRomae(folder, ...again, '--resume')
    expect(await resultsOf(join(folder, 'killed'))).toEqual(whole)
    expect((await readdir(join(folder, 'killed'))).sort()).toEqual((await readdir(join(folder, 'whole'))).sort())
  })

  it('gives no trial what finetune tests on', { timeout: 120_000 }, async () => {
    const folder = await temporaryFolder({ 'waves.csv': waves.join('\n') })
    const said = await runRomae(folder, ...words, '--dry-run', '--trials', '2')
    expect(said).toContain('trials: 2 for')
    // A test series of another class would be an error if anybody read its label into a trial.
    const test = [...waves.slice(0, 1), ...[0, 1, 2].map((time) => `new,${time},${time},fast`)]
    await writeFile(join(folder, 'test.csv'), test.join('\n'))
    await copyFile(join(folder, 'waves.csv'), join(folder, 'train.csv'))
    const whole = await runRomae(folder, 'tune', 'train.csv', ...words.slice(2), ...brief, '--test', 'test.csv')
    expect(whole).toContain('24 series to train on, 6 to compare by')
    const held = await runRomae(folder, ...words, ...brief, '--out', 'held')
    expect(held).toContain('20 series to train on, 4 to compare by')
    const fitted = await runRomae(folder, 'finetune', ...words.slice(1), '--validation', '0.2', ...brief.slice(0, 4))
    expect(fitted).toContain('20 series to train on, 4 to choose by, 6 to test')
  })

  it('searches settings of a pre-training by what is hidden of other samples', { timeout: 240_000 }, async () => {
    // Without the column of classes: labels are not needed.
    const folder = await temporaryFolder({ 'waves.csv': waves.map((line) => line.replace(/,\w+$/, '')).join('\n') })
    const search = [
      ...words.slice(0, 6),
      '--pretrain',
      '--preset',
      'smoke',
      '--set',
      'model.size=8x2x1',
      '--trials',
      '3',
    ] as const
    const brief = [
      ...search,
      '--set',
      'pretraining.epochs=3',
      '--search',
      'pretraining.learningRate=1e-5..1e-2:log',
    ] as const
    const said = await runRomae(folder, ...brief, '--held-out', '0.2', '--out', 'found')
    expect(said).toContain('19 series to train on, 5 to compare by')
    expect(said).toMatch(/then {4}.*pretrain waves.csv .*--held-out 0.2 /)
    expect(said).not.toMatch(/then.*(--pretrain|--trials|--search)/)
    const found = await resultsOf(join(folder, 'found'))
    expect(found.trials.map(({ scores }: { scores: number[] }) => scores.length)).toEqual([2, 1, 1])
    const [best, ...others] = found.trials.map(({ scores }: { scores: number[] }) => scores[0])
    for (const other of others) expect(best).toBeLessThanOrEqual(other)
    // What the trials of a search that was stopped have reached is taken as it is.
    const record = JSON.parse(await readFile(join(folder, 'found/tune.json'), 'utf8'))
    await writeFile(join(folder, 'found/tune.json'), JSON.stringify({ ...record, isOver: false }))
    const again = await runRomae(folder, ...brief, '--held-out', '0.2', '--out', 'found', '--resume')
    expect(again).toContain('trial 2, round 1: already done')
    expect(await resultsOf(join(folder, 'found'))).toEqual(found)
  })

  it.each<[string, readonly string[], RegExp]>([
    ['what is hidden', ['--search', 'pretraining.maskRatio=0.5|0.6'], /could not be compared.*APP_SEARCH/],
    ['how errors are measured', ['--search', 'model.normalizeTargets=true|false'], /could not be compared.*APP_SEARCH/],
    ['its length', ['--search', 'pretraining.epochs=1|2'], /halving decides.*APP_SEARCH/],
    ['fine-tuning', ['--search', 'finetuning.batchSize=4|8'], /APP_SETTING_NO_EFFECT/],
    ['labels', ['--label', 'class'], /--label.*beside --pretrain.*APP_SETTING_NO_EFFECT/],
    ['a metric', ['--metric', 'accuracy', '--validation', '0.2'], /--metric.*APP_SETTING_NO_EFFECT/],
  ])('refuses %s for a pre-training', { timeout: 60_000 }, async (_, more, message) => {
    const folder = await temporaryFolder({ 'waves.csv': waves.join('\n') })
    const search = [...words.slice(0, 6), '--pretrain', '--preset', 'smoke', ...more] as const
    expect((await tryRomae(folder, ...search)).stderr).toMatch(message)
  })

  it.each<[string, readonly string[], RegExp]>([
    [
      'an unknown key',
      ['--search', 'finetuning.learningRat=1e-4..1e-2'],
      /did you mean "finetuning.learningRate".*APP_SETTING_UNKNOWN/,
    ],
    ['a value that it cannot have', ['--search', 'finetuning.batchSize=0..8'], /APP_SETTING_VALUE/],
    ['data', ['--search', 'data.time=a|b'], /APP_SEARCH/],
    ['a length', ['--search', 'finetuning.epochs=1|2'], /halving decides.*APP_SEARCH/],
    ['no range', ['--search', 'finetuning.batchSize=4'], /nothing to choose.*APP_SEARCH/],
    ['a key that is set', ['--search', 'finetuning.batchSize=4|8', '--set', 'finetuning.batchSize=4'], /APP_SEARCH/],
    ['pre-training', ['--search', 'pretraining.maskRatio=0.5|0.6'], /APP_SETTING_NO_EFFECT/],
    ['nothing to go on with', ['--resume'], /APP_NOTHING_TO_RESUME/],
  ])('refuses %s', { timeout: 60_000 }, async (_, more, message) => {
    const folder = await temporaryFolder({ 'waves.csv': waves.join('\n') })
    expect((await tryRomae(folder, ...words, ...more)).stderr).toMatch(message)
  })
})
