import { existsSync, lstatSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { whyNoTerminal } from '@romae/build/terminal'
import type { LocalRegistry } from '../local-registry.ts'
import { userEnvironment } from '../packed-install.ts'
import { hardships } from './hardships.ts'
import type { NodeVersion } from './nodes.ts'
import { writeOwnData } from './own-data.ts'
import { type Ended, hasStack, runProgram } from './run-program.ts'
import { stoppedByKey, stoppedFromOutside, type Way } from './stopping.ts'

interface Found {
  readonly lines: string[]
  readonly problems: string[]
}

const npm = ['npm']
const pnpm = ['npx', '--yes', 'pnpm@10.34.9'] as const

/** Plugins that a stranger makes, by what, and with what they are installed. */
const plugins = [
  ['typescript', ['npx', 'romae', 'create'], npm],
  ['javascript', ['npm', 'create', '--yes', '@romae/modality', '--'], pnpm],
] as const

/** The other ways to make and to install them, where nothing is short. */
const otherPlugins = [
  ['typescript', ['npm', 'create', '--yes', '@romae/modality', '--'], npm],
  ['typescript', [...pnpm, 'create', '@romae/modality'], pnpm],
  ['javascript', ['npx', 'romae', 'create'], npm],
] as const

/** How a command is typed that is stopped. */
const ways: readonly (readonly [name: string, way: Way])[] = [['npx', ['npx', 'romae']]]
const otherWays: typeof ways = [
  ['pnpm', [...pnpm, 'exec', 'romae']],
  ['tsx', ['npx', '--yes', 'tsx@4.23.15', 'node_modules/romae/bin/romae.js']],
]

/** Installs romae as a user would, and uses it on own data with no registry to be reached. */
export async function journey(
  root: string,
  folder: string,
  node: NodeVersion,
  registry: LocalRegistry,
  isLong: boolean,
): Promise<Found> {
  await mkdir(folder, { recursive: true })
  await writeFile(path.join(folder, 'package.json'), '{ "name": "user", "private": true }\n')
  const environment = {
    ...userEnvironment(),
    ...(node.bin !== '' && { PATH: `${node.bin}${path.delimiter}${process.env.PATH}` }),
    npm_config_registry: registry.url,
    npm_config_cache: path.join(folder, 'npm-cache'),
    XDG_CACHE_HOME: path.join(folder, 'cache'),
  }
  const offline = { ...environment, npm_config_registry: 'http://127.0.0.1:9/', HOME: path.join(folder, 'no home') }
  const found: Found = { lines: [], problems: [] }
  const romae = (...words: string[]) => runProgram('npx', ['romae', ...words], folder, offline)
  const step = (name: string, ended: Ended, isRight: boolean, ...more: string[]) => {
    found.lines.push([name, `${ended.seconds.toFixed(1)} s`, ...more].join(', '))
    if (isRight && !hasStack(ended)) return
    found.problems.push(`${name} ended with ${ended.code}: ${ended.stdout.slice(-400)}\n${ended.stderr.slice(-800)}`)
  }
  const installed = await runProgram('npm', ['install', '--no-audit', '--no-fund', 'romae'], folder, environment)
  const megabytes = sizeOf(path.join(folder, 'node_modules')) / 1e6
  step('npm install romae', installed, installed.code === 0, `${megabytes.toFixed(0)} MB`)
  if (installed.code !== 0) return found
  await writeOwnData(root, folder)
  const file = (name: string) => path.join(folder, name)

  const filled = await romae('impute', 'weather.csv', '--time', 'date', '--id', 'location', '--steps', '20')
  const rows = (name: string) =>
    existsSync(file(name)) ? readFileSync(file(name), 'utf8').trim().split('\n').length : 0
  step('romae impute weather.csv', filled, filled.code === 0 && rows('weather.filled.csv') === rows('weather.csv'))

  for (const [data, first] of [
    ['photos', 'bright ä'],
    ['sounds', 'high'],
  ] as const) {
    const trained = await romae('finetune', data, '--preset', 'smoke', '--out', `${data} run`)
    step(`romae finetune ${data}`, trained, trained.code === 0 && existsSync(file(`${data} run/report.html`)))
    const classified = await romae('classify', data, '--model', `${data} run`)
    const [header, ...table] = classified.stdout.trim().split('\n')
    const isTable = header?.startsWith('id,class,') === true && table.length === 20 && classified.stdout.includes(first)
    step(`romae classify ${data}`, classified, classified.code === 0 && isTable)
  }

  for (const [index, [language, [maker, ...making], [manager, ...managing]]] of (isLong
    ? [...plugins, ...otherPlugins]
    : plugins
  ).entries()) {
    const name = `${language}-${index}`
    const place = path.join(folder, name)
    const words = [...making, name, ...(language === 'javascript' ? ['--javascript'] : [])]
    // romae is installed; the other is fetched.
    const made = await runProgram(
      maker,
      words,
      folder,
      maker === 'npx' && making[0] === 'romae' ? offline : environment,
    )
    const ready = await runProgram(manager!, [...managing, 'install'], place, environment)
    const tested = await runProgram('npm', ['test'], place, offline)
    const seconds = made.seconds + ready.seconds + tested.seconds
    const isRight = made.code === 0 && ready.code === 0 && tested.code === 0
    const failed = [made, ready].find(({ code }) => code !== 0) ?? tested
    const title = `${[maker, ...making].filter((word) => !word.startsWith('--')).join(' ')} ${language}, and its tests by ${managing.length === 0 ? 'npm' : 'pnpm'}`
    step(title, { ...failed, seconds }, isRight)
  }

  const wrong = await romae('pretrain', 'not there')
  step('a file that is not there', wrong, wrong.code === 1 && wrong.stderr.includes('APP_MODALITY_UNCERTAIN'))
  const closed = await runProgram(
    'sh',
    ['-c', "npx romae classify photos --model 'photos run' | head -n 1"],
    folder,
    offline,
  )
  step('a pipe that closes early', closed, closed.code === 0 && closed.stdout.startsWith('id,class,'))
  for (const [index, [name, way]] of (isLong ? [...ways, ...otherWays] : ways).entries()) {
    const env = way[1] === 'romae' ? offline : environment
    const byKey = await stoppedByKey(folder, env, way, `stopped-${index}`)
    if (byKey === null) found.lines.push(`Ctrl-C: skipped, it ${await whyNoTerminal()}`)
    else step(`Ctrl-C by ${name}, and --resume`, byKey, byKey.code === 0)
    if (!isLong) continue
    const fromOutside = await stoppedFromOutside(folder, env, way, `killed-${index}`)
    if (fromOutside !== null) step(`SIGTERM to ${name}, and --resume`, fromOutside, fromOutside.code === 0)
  }
  if (isLong) for (const { name, ended, isRight } of await hardships(folder, offline)) step(name, ended, isRight)
  return found
}

function sizeOf(folder: string): number {
  if (!existsSync(folder) || !statSync(folder).isDirectory()) return 0
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true })
  return entries.reduce((sum, one) => sum + (one.isFile() ? lstatSync(path.join(one.parentPath, one.name)).size : 0), 0)
}
