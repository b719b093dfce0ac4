import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { temporaryFolder } from '@romae/build/temporary-folder'
import { beforeAll, describe, expect, it } from 'vitest'
import { labelledCsv } from './testing/labelled-csv.ts'
import { runApp, startApp, tryApp } from './testing/run-app.ts'

const folder = await temporaryFolder()
const steps = 60
const words = [
  'pretrain',
  'waves.csv',
  '--time',
  'time',
  '--id',
  'id',
  '--value',
  'sine',
  'cosine',
  '--preset',
  'smoke',
]
const pretrain = (out: string, ...more: string[]) => [
  ...[...words, '--set', `pretraining.steps=${steps}`, '--save-every', '10', '--out', out],
  ...more,
]

beforeAll(async () => {
  await writeFile(join(folder, 'waves.csv'), labelledCsv(20))
  await runApp(folder, ...pretrain('whole'))
}, 60_000)

/** A run's weights, and its log without what the clock says. */
async function resultOf(out: string): Promise<unknown> {
  const weights = await readFile(join(folder, out, 'checkpoint/model.safetensors'))
  const lines = (await readFile(join(folder, out, 'metrics.jsonl'), 'utf8')).trim().split('\n')
  return {
    weights: createHash('sha256').update(weights).digest('hex'),
    log: lines.map((line) => ({ ...JSON.parse(line), time: 0, milliseconds: 0, waitMilliseconds: 0 })),
  }
}

describe('a run that a signal stops', () => {
  it('saves its step, says how to go on, and ends as if nothing had stopped it', async () => {
    const { child, ended, said } = await startApp(folder, ...pretrain('stopped'))
    await said('pre-training: step 18')
    child.kill('SIGINT')
    const { code, stderr } = await ended
    expect(code).toBe(130)
    expect(stderr).toContain('stopping after the step in progress; once more ends at once')
    const [, step] = /pre-training stopped after step (\d+) of 60, saved in .*training; go on with: /.exec(stderr)!
    expect(stderr).toMatch(/go on with: pnpm timeseries pretrain waves.csv .* --resume\n$/)
    expect(existsSync(join(folder, 'stopped', 'training', `step-${step!.padStart(8, '0')}`))).toBe(true)

    const again = await tryApp(folder, ...pretrain('stopped'))
    expect(again.code).toBe(1)
    expect(again.stderr).toMatch(/holds a run that is not finished .*--resume, .*--overwrite.*APP_FOLDER_IN_USE/)

    const resumed = await runApp(folder, ...pretrain('stopped', '--resume'))
    expect(resumed).toContain(`pre-training: going on after step ${step}\n`)
    expect(await resultOf('stopped')).toEqual(await resultOf('whole'))
    expect(existsSync(join(folder, 'stopped', 'training'))).toBe(false)
  }, 60_000)
})

describe('--resume', () => {
  it('of a finished run takes it as it is', async () => {
    const before = await resultOf('whole')
    const printed = await runApp(folder, ...pretrain('whole', '--resume'))
    expect(printed).toContain('pre-training: already done')
    expect(await resultOf('whole')).toEqual(before)
  })

  it('of one that an older version recorded, by other names, too', async () => {
    const path = join(folder, 'whole', 'config.json')
    const config = await readFile(path, 'utf8')
    const older = config.replaceAll('"fingerprint"', '"sha256"')
    expect(older).not.toBe(config)
    await writeFile(path, older)
    expect(await runApp(folder, ...pretrain('whole', '--resume'))).toContain('pre-training: already done')
    await writeFile(path, config)
  })

  it('of a finished run of other settings names the difference', async () => {
    const other = pretrain('whole', '--resume', '--set', 'pretraining.learningRate=0.002')
    const { code, stderr } = await tryApp(folder, ...other)
    expect(code).toBe(1)
    expect(stderr).toMatch(/training.learningRate is 0.002, it was 0.0005.*APP_OTHER_RUN/)
  })

  it('of nothing says so', async () => {
    const { code, stderr } = await tryApp(folder, ...pretrain('none', '--resume'))
    expect(code).toBe(1)
    expect(stderr).toContain('APP_NOTHING_TO_RESUME')
  })
})

describe('a folder in use', () => {
  it('is started over with --overwrite, and a finished run is replaced, which is said', async () => {
    const killed = await startApp(folder, ...pretrain('killed'))
    await killed.said('pre-training: step 18')
    killed.child.kill('SIGKILL')
    await killed.ended
    const short = ['--set', 'pretraining.steps=2']
    await runApp(folder, ...pretrain('killed', ...short, '--overwrite'))
    expect(await readdir(join(folder, 'killed'))).not.toContain('training')
    const printed = await runApp(folder, ...pretrain('killed', ...short))
    expect(printed).toMatch(/replacing the finished run in .*killed/)
  }, 60_000)
})
