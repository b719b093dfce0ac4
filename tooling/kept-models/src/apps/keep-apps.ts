import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { writeAppData } from './app-data.ts'
import { type AppRun, appRuns } from './app-runs.ts'
import { runApp } from './run-app.ts'

/** The checkpoint at which runs are stopped. */
const stopAt = 'training/step-00000004'

/** Runs every command to its end, and once more until it is stopped on the way; and asks what was made. */
export async function keepApps(folder: string): Promise<void> {
  await writeAppData(folder)
  await mkdir(join(folder, 'answers'))
  for (const run of appRuns) {
    const [finished, unfinished] = [`finished/${run.name}`, `unfinished/${run.name}`]
    await expectCode(0, runApp(folder, run.app, run.train(finished)))
    await expectCode(130, runApp(folder, run.app, run.train(unfinished), join(folder, unfinished, stopAt)))
    await writeFile(join(folder, 'answers', `${run.name}.csv`), await answerOf(folder, run, finished))
    // Large, and nothing reads it.
    for (const report of [finished, unfinished]) await rm(join(folder, report, 'report.html'), { force: true })
    for (const written of ['filled.csv', 'gaps.intervals.csv']) await rm(join(folder, written), { force: true })
  }
}

/** What the command that uses a model says. @param run runs it */
export async function answerOf(
  folder: string,
  { app, use }: AppRun,
  model: string,
  run: typeof runApp = runApp,
): Promise<string> {
  const printed = await expectCode(0, run(folder, app, use(model)))
  const path = join(folder, 'used.csv')
  if (!use(model).includes('used.csv')) return printed
  const written = await readFile(path, 'utf8')
  await rm(path)
  return written
}

async function expectCode(expected: number, running: ReturnType<typeof runApp>): Promise<string> {
  const { code, stdout, stderr } = await running
  if (code !== expected) throw new Error(`a command ended with ${code} instead of ${expected}:\n${stdout}\n${stderr}`)
  return stdout
}
