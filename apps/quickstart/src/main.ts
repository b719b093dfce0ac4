import { join, relative } from 'node:path'
import { describePretraining, type PretrainedModel, pretrain, readMetrics } from '@romae/trainer/node'
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
  userPath,
  withSession,
  writeFile,
  writeJson,
} from 'romae'
import { prepareTasks, preset, pretraining, settingSchema } from './experiment.ts'
import { type Errors, errorsOf, fillTasks } from './methods.ts'
import { weatherReport } from './report.ts'
import { channels, readWeather } from './weather.ts'

/** Pre-trains on the first years, fills hidden values of the last one, and compares. */
async function run(options: RunOptions): Promise<void> {
  const started = performance.now()
  const settings = { ...applySettings(preset, settingSchema, options.set), seed: options.seed }
  const tasks = prepareTasks(await readWeather(), settings)
  const { cities } = tasks[0]!
  const training = pretraining(cities, settings)
  if (options.dryRun) {
    print(describePlan('pre-training', await describePretraining(training)))
    return
  }
  print(`RoMAE quickstart: the daily weather of ${cities.map(({ name }) => name).join(' and ')}`)
  print(`train on the years before ${settings.testYear}, fill what is hidden of ${settings.testYear}\n`)
  await withSession('pnpm start', options, async (session) => {
    // A demonstration that was stopped begins again without asking.
    const again = { ...options, overwrite: true, seeds: settings.models }
    const folder = userPath('runs/quickstart')
    const runs = await openRuns(folder, again, session)
    const models: PretrainedModel[] = []
    for (const one of runs) {
      const model = await runStage(
        {
          label: `${one.prefix}pre-training`,
          folder: one.folder,
          settings: { experiment: settings },
          start: (given) => pretrain({ ...training, training: { ...training.training, seed: one.seed, ...given } }),
        },
        session,
        again,
      )
      models.push(model)
    }
    const trainingTime = formatDuration(performance.now() - started)
    const filled = await fillTasks(tasks, models, training.tokenizer, settings, session.engine)
    const errors = { scattered: errorsOf(tasks, filled, 'scattered'), blocks: errorsOf(tasks, filled, 'blocks') }
    printTable(
      `RMSE where half of the values are hidden, mean of ${settings.masks} masks; lower is better`,
      errors.scattered,
    )
    printTable(`RMSE where blocks of ${settings.blockDays} days are hidden`, errors.blocks)

    const { name, version, threads } = session.engine.info
    const parameters = Object.values(models[0]!.parameters).reduce((sum, { length }) => sum + length, 0)
    const facts = [
      ['data', 'weather.csv of the npm package vega-datasets'],
      ['models', `${settings.models}, of ${parameters.toLocaleString('en')} parameters each`],
      ['training', `${settings.steps} steps each, of ${settings.batchSize} windows of ${settings.windowDays} days`],
      ['engine', `${name} ${version}, ${threads} threads`],
      ['time', trainingTime],
    ] as const
    const events = await readMetrics(runs[0]!.folder)
    const report = weatherReport({ settings, cities, filled: filled[0]!, errors, events, facts })
    await writeFile(join(folder, 'report.html'), report)
    await writeJson(join(folder, 'results.json'), { settings, rmse: errors })
    const shown = (...parts: string[]) => join(relative(userPath('.'), folder), ...parts)
    print(`\nreport      ${shown('report.html')}`)
    print(`checkpoint  ${join(relative(userPath('.'), runs[0]!.folder), folders.model)}`)
    print(`done in ${formatDuration(performance.now() - started)}`)
    print('the same in your browser, with a file of your own: pnpm playground')
  })
}

function printTable(heading: string, errors: Errors): void {
  const header = channels.map(({ label, unit }) => `${label} (${unit})`)
  const row = (method: string, cells: readonly string[]) =>
    `${method.padEnd(25)}${cells.map((cell, index) => cell.padStart(header[index]!.length + 3)).join('')}`
  print(`\n${heading}`)
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
  .description('Fill the gaps of two cities’ daily weather, and compare with what else fills gaps')
  .showHelpAfterError()
addRunOptions(program, null).action(run)

await runProgram(program, process.env.INIT_CWD)
