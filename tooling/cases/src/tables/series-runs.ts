import { rmSync } from 'node:fs'
import { cp, mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { Workplace } from '../case.ts'
import { outputOf } from './outcome.ts'
import { noise, weather, writeTable } from './series-files.ts'

const brief = (stage: string) => ['--preset', 'smoke', '--set', `${stage}.steps=2`]
const noisy = ['noise.csv', '--time', 't', '--id', 'id']

/** Runs that several cases start from. */
const recipes = {
  /** Pre-trained on the label, too, as a channel: nobody has said what it is. */
  spoiled: ['pretrain', ...noisy, ...brief('pretraining')],
  pretrained: ['pretrain', ...noisy, '--label', 'y', ...brief('pretraining')],
  classifier: ['finetune', ...noisy, '--label', 'y', ...brief('finetuning')],
  regression: ['finetune', ...noisy, '--label', 'y', ...brief('finetuning'), '--set', 'finetuning.task=regression'],
  imputer: ['impute', 'weather.csv', '--time', 'day', '--steps', '2'],
} as const

export type RunName = keyof typeof recipes

const made = new Map<RunName, Promise<string>>()

/**
 * Puts a run into the folder of a case, under its name. It is trained once: what the cases are about is what comes after.
 */
export async function giveRun({ folder, runIn }: Workplace, name: RunName): Promise<string> {
  const run = made.get(name) ?? train(name, runIn)
  made.set(name, run)
  await cp(path.join(await run, name), path.join(folder, name), { recursive: true })
  return name
}

async function train(name: RunName, runIn: Workplace['runIn']): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'romae-case-run-'))
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }))
  await writeTable(folder, 'noise.csv', noise())
  await writeTable(folder, 'weather.csv', weather())
  const out = name === 'imputer' ? ['--folder', name] : ['--out', name]
  outputOf(await runIn(folder, 'timeseries', ...recipes[name], ...out))
  return folder
}
