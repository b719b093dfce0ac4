import { join, relative } from 'node:path'
import { describePretraining, pretrain, readMetrics } from '@romae/trainer/node'
import { Command } from 'commander'
import {
  addRunOptions,
  applySettings,
  describePlan,
  folders,
  formatDuration,
  openRuns,
  print,
  type RunOptions,
  runProgram,
  runStage,
  type SeedRun,
  userPath,
  withSession,
  writeFile,
  writeJson,
} from 'romae'
import { fillAll, prepareCities, preset, pretraining, rmse, settingSchema } from './experiment.ts'
import { weatherReport } from './report.ts'
import { channels, readWeather } from './weather.ts'

/** Pre-trains on the first years, fills the hidden half of the last one, and compares. */
async function run(options: RunOptions): Promise<void> {
  const started = performance.now()
  const settings = { ...applySettings(preset, settingSchema, options.set), seed: options.seed }
  const cities = prepareCities(await readWeather(), settings)
  const hiddenCount = cities.reduce(
    (sum, { hidden }) => sum + hidden.channels.reduce((n, { times }) => n + times.length, 0),
    0,
  )
  const names = cities.map(({ name }) => name).join(' and ')
  const training = pretraining(cities, settings)
  if (options.dryRun) {
    print(describePlan('pre-training', await describePretraining(training)))
    return
  }
  print(`RoMAE quickstart: the daily weather of ${names}`)
  print(`train on the years before ${settings.testYear}, fill ${hiddenCount} hidden values of ${settings.testYear}\n`)
  await withSession('pnpm start', options, async (session) => {
    // A demonstration that was stopped begins again without asking.
    const again = { ...options, overwrite: true }
    const [{ folder }] = (await openRuns(userPath('runs/quickstart'), again, session)) as [SeedRun]
    const model = await runStage(
      {
        label: 'pre-training',
        folder,
        settings: { experiment: settings },
        start: (given) => pretrain({ ...training, training: { ...training.training, ...given } }),
      },
      session,
      again,
    )
    const trainingTime = formatDuration(performance.now() - started)
    const filled = await fillAll(cities, model, training.tokenizer, settings, session.engine)
    const errors = Object.fromEntries(
      Object.entries(filled).map(([method, values]) => [
        method,
        channels.map((_, channel) => rmse(cities, values, channel)),
      ]),
    )
    printTable(errors)

    const { name, version, threads } = session.engine.info
    const parameters = Object.values(model.parameters).reduce((sum, { length }) => sum + length, 0)
    const facts = [
      ['data', 'weather.csv of the npm package vega-datasets'],
      ['model', `tiny-shallow encoder and decoder, ${parameters.toLocaleString('en')} parameters`],
      ['training', `${settings.steps} steps of ${settings.batchSize} windows of ${settings.windowDays} days`],
      ['engine', `${name} ${version}, ${threads} threads`],
      ['time', trainingTime],
    ] as const
    const events = await readMetrics(folder)
    const report = weatherReport({ settings, cities, filled, errors, events, facts })
    await writeFile(join(folder, 'report.html'), report)
    await writeJson(join(folder, 'results.json'), { settings, rmse: errors })
    const shown = relative(userPath('.'), folder)
    print(`\nreport      ${join(shown, 'report.html')}`)
    print(`checkpoint  ${join(shown, folders.model)}`)
    print(`done in ${formatDuration(performance.now() - started)}`)
  })
}

function printTable(errors: Readonly<Record<string, readonly number[]>>): void {
  const header = channels.map(({ label, unit }) => `${label} (${unit})`)
  const row = (method: string, cells: readonly string[]) =>
    `${method.padEnd(22)}${cells.map((cell, index) => cell.padStart(header[index]!.length + 3)).join('')}`
  print('\nRMSE of the hidden values, lower is better')
  print(row('', header))
  for (const [method, values] of Object.entries(errors)) {
    const cells = values.map((value, channel) => {
      const best = Object.values(errors).every((others) => value <= others[channel]!)
      return `${value.toFixed(2)}${best ? ' *' : '  '}`
    })
    print(row(method, cells))
  }
}

const program = new Command('start')
  .description('Fill the gaps of two cities’ daily weather, and compare with three baselines')
  .showHelpAfterError()
addRunOptions(program, null).action(run)

await runProgram(program, process.env.INIT_CWD)
