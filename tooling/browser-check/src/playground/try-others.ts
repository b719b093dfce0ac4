import type { PlaygroundTab, TableFile } from './open-page.ts'
import { type Findings, PATIENCE, tryAxe } from './try-journey.ts'

const ROWS = 8

/** A table is forecast, its settings shared, and its model taken away and opened again, by dropping it and by an address. */
export async function tryForecast(tab: PlaygroundTab, file: TableFile, url: string, found: Findings): Promise<void> {
  await tab.call('click', 'task-forecast')
  await tab.call('drop', file)
  const { facts, problem } = await tab.until((state) => state.facts.filled !== null || state.problem !== '', PATIENCE)
  found.expect(problem === '', `the file could not be forecast: ${problem}`)
  if (problem !== '') return
  found.line(`a first forecast after ${(facts.filled! / 1e3).toFixed(1)} s`)
  const pixels = await tab.call('pixels', { chart: 'curve', colour: 'filled' })
  found.expect(pixels > 50, `the forecast has ${pixels} pixels of its colour`)
  await tryAxe(tab, 'with a forecast', found)
  await tab.call('click', 'share-button')
  await tab.until(({ status }) => /no data/.test(status), 10)
  const link = await tab.call('valueOf', 'link')
  const said = /#task=forecast&rows=8&time=date/.test(link) && !/\d{4}-\d{2}/.test(link)
  found.expect(said, `the link to the settings is ${link}`)
  await tab.call('click', 'pause')
  const paused = await tab.until(({ status }) => status === 'Paused', PATIENCE)
  found.expect(paused.links.join() === 'forecast,intervals,model,onnx', `files of a forecast: ${paused.links.join()}`)
  const trained = await rowsOf(tab)
  found.expect(trained.length === 1 + ROWS, `the forecast has ${trained.length - 1} rows, not ${ROWS}`)
  await tab.call('drop', { name: 'weather.model.zip', base64: await tab.call('download', 'model') })
  await tab.until(({ status }) => status.startsWith('The model is open'), PATIENCE)
  await tab.call('drop', file)
  const used = await tab.until((state) => state.status.startsWith('Done') || state.problem !== '', PATIENCE)
  found.expect(
    used.links.join() === 'forecast,intervals',
    `files of a model that is there: ${used.links.join()}${used.problem}`,
  )
  if (used.links.length > 0) {
    const rows = await rowsOf(tab)
    const times = (all: readonly string[]) => all.map((row) => row.split(',')[0]).join()
    found.expect(times(rows) === times(trained), 'a model that is there forecasts other times than when it was trained')
  }
  await tab.call('click', 'model-away')
  await tryLink(tab, url, link, found)
  await tab.call('click', 'task-fill')
}

/** A link says what is chosen, and is gone from the address then. */
async function tryLink(
  { page, call, until }: PlaygroundTab,
  url: string,
  link: string,
  found: Findings,
): Promise<void> {
  await page.goto('about:blank')
  await page.goto(link)
  await until(({ isReady }) => isReady, 60)
  for (let tries = 0; tries < 100 && (await call('textOf', 'linked')) === ''; tries++) {
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  const said = await call('textOf', 'linked')
  found.expect(/forecast by 8 rows.*“date”/.test(said), `a page that was opened by the link says "${said}"`)
  found.expect(page.url() === url, `the address keeps what the link said: ${page.url()}`)
}

async function rowsOf(tab: PlaygroundTab): Promise<readonly string[]> {
  return Buffer.from(await tab.call('download', 'forecast'), 'base64')
    .toString()
    .trim()
    .split('\n')
}
