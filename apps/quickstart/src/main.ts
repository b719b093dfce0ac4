import { mkdir, writeFile } from 'node:fs/promises'
import { join, relative, resolve } from 'node:path'
import { formatDuration, progressLine, runCommand } from '@romae/app-common'
import { finish, saveModel } from '@romae/trainer'
import { fillAll, prepareCities, rmse, settings, train } from './experiment.ts'
import { weatherReport } from './report.ts'
import { channels, readWeather } from './weather.ts'

/** Pre-trains on the first years, fills the hidden half of the last one, and compares. */
async function main(): Promise<void> {
  const started = performance.now()
  const cities = prepareCities(await readWeather(), settings)
  const hiddenCount = cities.reduce(
    (sum, { hidden }) => sum + hidden.channels.reduce((n, { times }) => n + times.length, 0),
    0,
  )
  const names = cities.map(({ name }) => name).join(' and ')
  console.log(`RoMAE quickstart: the daily weather of ${names}`)
  console.log(
    `train on the years before ${settings.testYear}, fill ${hiddenCount} hidden values of ${settings.testYear}\n`,
  )

  const { tokenizer, run } = train(cities, settings)
  const losses: number[] = []
  let engine = ''
  let parameters = 0
  const showProgress = progressLine('pre-training')
  const model = await finish(run, (event) => {
    showProgress(event)
    if (event.type === 'step') losses.push(event.loss)
    if (event.type !== 'start') return
    engine = `${event.engine.name} ${event.engine.version}, ${event.engine.threads} threads`
    parameters = event.parameters
  })
  const trainingTime = formatDuration(performance.now() - started)
  const filled = await fillAll(cities, model, tokenizer, settings)
  const errors = Object.fromEntries(
    Object.entries(filled).map(([method, values]) => [
      method,
      channels.map((_, channel) => rmse(cities, values, channel)),
    ]),
  )
  printTable(errors)

  const folder = resolve(process.env.INIT_CWD ?? '.', 'runs/quickstart')
  await mkdir(folder, { recursive: true })
  await saveModel(join(folder, 'checkpoint'), model)
  const facts = [
    ['data', 'weather.csv of the npm package vega-datasets'],
    ['model', `tiny-shallow encoder and decoder, ${parameters.toLocaleString('en')} parameters`],
    ['training', `${settings.steps} steps of ${settings.batchSize} windows of ${settings.windowDays} days`],
    ['engine', engine],
    ['time', trainingTime],
  ] as const
  await writeFile(join(folder, 'report.html'), weatherReport({ settings, cities, filled, errors, losses, facts }))
  await writeFile(join(folder, 'results.json'), `${JSON.stringify({ settings, rmse: errors }, null, 2)}\n`)
  const shown = relative(process.env.INIT_CWD ?? process.cwd(), folder)
  console.log(`\nreport      ${join(shown, 'report.html')}`)
  console.log(`checkpoint  ${join(shown, 'checkpoint')}`)
  console.log(`done in ${formatDuration(performance.now() - started)}`)
}

function printTable(errors: Readonly<Record<string, readonly number[]>>): void {
  const header = channels.map(({ label, unit }) => `${label} (${unit})`)
  const row = (method: string, cells: readonly string[]) =>
    `${method.padEnd(22)}${cells.map((cell, index) => cell.padStart(header[index]!.length + 3)).join('')}`
  console.log('\nRMSE of the hidden values, lower is better')
  console.log(row('', header))
  for (const [method, values] of Object.entries(errors)) {
    const cells = values.map((value, channel) => {
      const best = Object.values(errors).every((others) => value <= others[channel]!)
      return `${value.toFixed(2)}${best ? ' *' : '  '}`
    })
    console.log(row(method, cells))
  }
}

await runCommand(main)
