import { readFileSync } from 'node:fs'
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { dirname, join } from 'node:path'
import { json } from 'node:stream/consumers'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { temporaryFolder } from '@romae/build/temporary-folder'
import * as timeseries from '@romae/timeseries'
import ts from 'typescript'
import { expect, it, onTestFinished, vi } from 'vitest'
import { errors } from './errors.ts'
import * as trainer from './node.ts'

const read = (path: string) => readFileSync(new URL(path, import.meta.url), 'utf8')
const readme = read('../README.md')
const examples = [...readme.matchAll(/^```ts\n(.*?)^```$/gms)].map(([, block]) => block!)
const [dataModule] = [...readme.matchAll(/^```js\n(.*?)^```$/gms)].map(([, block]) => block!)

it('explains every error code', () => {
  const page = read('../../../docs/errors/trainer.md')
  const explained = [...page.matchAll(/^## (\w+)$/gm)].map(([, code]) => code)
  expect(explained.sort()).toEqual(Object.keys(errors).sort())
})

it('lists every function', () => {
  const functions = Object.entries(trainer).filter(
    ([name, value]) => typeof value === 'function' && name !== 'RomaeError',
  )
  for (const [name] of functions.filter(([name]) => !/(Inputs|Program)$/.test(name))) {
    expect(readme).toContain(`\`${name}(`)
  }
})

/** The server that an example made. */
let server: Server | undefined
const keepServer = (listener: RequestListener) => {
  server = createServer(listener)
  return server
}

/** Runs an example, with two steps or epochs, in a folder that has these files. @returns what it printed */
async function runExample(
  source: string,
  files: Readonly<Record<string, string>>,
  parent?: string,
): Promise<unknown[][]> {
  const folder = await temporaryFolder({}, parent)
  for (const [file, text] of Object.entries(files)) {
    await mkdir(join(folder, dirname(file)), { recursive: true })
    await writeFile(join(folder, file), text)
  }
  const shorter = source.replaceAll(/\b(steps|epochs): \d+/g, '$1: 2')
  const { outputText } = ts.transpileModule(shorter, {
    compilerOptions: { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ESNext },
  })
  const body = outputText
    .replaceAll('import.meta.url', JSON.stringify(pathToFileURL(`${folder}/`).href))
    .replaceAll(/^ *import (\{.*?\}) from ('.*?');$/gm, 'const $1 = modules[$2];')
  expect(body).not.toContain('import ')
  const AsyncFunction = (async () => {}).constructor as new (
    ...parts: string[]
  ) => (...args: unknown[]) => Promise<void>
  const log = vi.fn()
  const before = process.cwd()
  onTestFinished(() => process.chdir(before))
  process.chdir(folder)
  const modules = {
    '@romae/trainer': trainer,
    '@romae/trainer/node': trainer,
    '@romae/timeseries': timeseries,
    'node:fs/promises': { writeFile },
    'node:http': { createServer: keepServer },
    'node:stream/consumers': { json },
  }
  await new AsyncFunction('modules', 'console', body)(modules, { log })
  return log.mock.calls
}

it('runs the examples that fill gaps and export the model', async () => {
  const days = Array.from({ length: 40 }, (_, index) =>
    new Date(Date.UTC(2020, 0, 1 + index)).toISOString().slice(0, 10),
  )
  const rows = days.map((day, index) => `${day},${index % 5 === 0 ? '' : index % 3},${Math.sin(index).toFixed(3)}`)
  const exporting = examples.find((example) => example.includes('exportOnnx('))!
  const save = "import { saveModel } from '@romae/trainer/node'\nawait saveModel('weather-model', model)\n"
  await runExample(`${examples[0]!}${save}${exporting}`, {
    'weather.csv': ['date,rain,temperature', ...rows, ''].join('\n'),
  })
  const lines = (await readFile('weather.filled.csv', 'utf8')).trim().split(/\r?\n/)
  expect(lines.length).toBe(41)
  for (const [index, line] of lines.slice(1).entries()) {
    const [date, rain, temperature] = line.split(',')
    expect(date).toBe(days[index])
    expect(rain).not.toBe('')
    expect(Number.isFinite(Number(rain))).toBe(true)
    if (index % 5 !== 0) expect(Number(rain)).toBeCloseTo(index % 3, 5)
    expect(Number(temperature)).toBeCloseTo(Math.sin(index), 2)
  }
  expect((await readFile('imputer.onnx')).length).toBeGreaterThan(1e5)
  const { config, tokenizer } = await trainer.loadModel('weather-model')
  expect(config.task).toBe('pretraining')
  expect(timeseries.observationTokenizer.fromJSON(tokenizer).axes).toEqual(['channel', 'time'])
})

/** Rows of one recording, in the columns `recording,seconds,sensor,value`. */
function rowsOf(recording: number, suffix = ''): string[] {
  return Array.from({ length: 6 }, (_, index) =>
    ['x', 'y'].map(
      (sensor) => `r${recording},${index / 2},${sensor},${Math.sin(recording * index).toFixed(3)}${suffix}`,
    ),
  ).flat()
}

it('runs the examples that classify and serve', async () => {
  const known = [1, 2, 3, 4, 5, 6].flatMap((recording) => rowsOf(recording, recording % 2 === 0 ? ',walk' : ',run'))
  const unknown = [7, 8].flatMap((recording) => rowsOf(recording))
  const header = 'recording,seconds,sensor,value'
  const serve = examples[2]!.replace('listen(8080)', 'listen(0)')
  const printed = await runExample(`${examples[1]!}{\n${serve}}`, {
    'train.csv': [`${header},activity`, ...known, ''].join('\n'),
    'new.csv': [header, ...unknown, ''].join('\n'),
  })
  expect(printed.map(([id]) => id)).toEqual(['r7', 'r8'])
  for (const [, label, probability] of printed) {
    expect(['run', 'walk']).toContain(label)
    expect(probability).toBeGreaterThanOrEqual(0.5)
  }
  expect(await readdir('activity-model')).toContain('romae.json')
  expect((await trainer.loadModel('activity-model')).classes).toEqual(['run', 'walk'])

  const url = `http://localhost:${(server!.address() as AddressInfo).port}`
  const post = (body: unknown) => fetch(url, { method: 'POST', body: JSON.stringify(body) })
  const recording = (length: number) => {
    const times = Array.from({ length }, (_, index) => index / 2)
    return [1, 2].map((speed) => ({ times, values: times.map((time) => Math.sin(speed * time)) }))
  }
  const answers = await Promise.all([6, 3, 9].map(async (length) => (await post(recording(length))).json()))
  for (const { label, probabilities } of answers as { label: string; probabilities: number[] }[]) {
    expect(['run', 'walk']).toContain(label)
    expect(probabilities[0]! + probabilities[1]!).toBeCloseTo(1, 5)
  }
  const refused = await post([{ times: [0, 0], values: [1, 1] }])
  expect([refused.status, await refused.text()]).toEqual([400, expect.stringMatching(/request/)])
  server!.closeAllConnections()
  await new Promise((resolve) => server!.close(resolve))
})

it('runs the example that streams', async () => {
  const seconds = Array.from({ length: 30 }, (_, second) => second)
  const recording = (phase: number) =>
    ['seconds,x,y', ...seconds.map((second) => `${second},${Math.sin(second + phase)},${Math.cos(second)}`), ''].join(
      '\n',
    )
  const names = ['0001', '0002', '0003', '0004', '0005']
  const recordings = names.map((name, index) => [`recordings/${name}.csv`, recording(index)])
  const files = { 'recordings.js': dataModule!, ...Object.fromEntries(recordings) }
  // Below the package, where a worker finds its dependencies.
  const printed = await runExample(examples[3]!, files, fileURLToPath(new URL('../runs', import.meta.url)))
  expect(printed).toEqual([[expect.stringMatching(/^the engine was idle for \d+% of the time$/)]])
  expect(await readdir('recordings-model')).toContain('romae.json')
})

it('runs the example that goes on', async () => {
  const rows = ['recording,seconds,sensor,value', ...[1, 2, 3].flatMap((recording) => rowsOf(recording)), '']
  const files = { 'train.csv': rows.join('\n') }
  expect(await runExample(examples[4]!, files)).toEqual([])
  const again = `${examples[4]!}${examples[4]!.slice(examples[4]!.indexOf('await runToEnd'))}`
  expect(await runExample(again, files)).toEqual([['going on after step 2']])
})

it('runs the example that evaluates and repeats', async () => {
  const recordings = [1, 2, 3, 4, 5, 6].flatMap((one) => rowsOf(one, one % 2 === 0 ? ',walk' : ',run'))
  const train = ['recording,seconds,sensor,value,activity', ...recordings, ''].join('\n')
  const [[mean, deviation]] = (await runExample(examples[5]!, { 'train.csv': train })) as [[number, number]]
  expect(mean).toBeGreaterThanOrEqual(0)
  expect(mean).toBeLessThanOrEqual(1)
  expect(deviation).toBeGreaterThanOrEqual(0)
})
