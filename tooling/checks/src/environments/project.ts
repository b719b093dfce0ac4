import { execFile } from 'node:child_process'
import { mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { LocalRegistry } from '../local-registry.ts'
import { userEnvironment } from '../packed-install.ts'
import { programs } from './programs.ts'

/** What a user has besides our packages, in the versions that this was tried with. */
const tools: Readonly<Record<string, string>> = {
  '@rollup/plugin-commonjs': '29.0.3',
  '@rollup/plugin-node-resolve': '16.0.3',
  '@types/node': '20.19.43',
  esbuild: '0.28.2',
  jest: '30.5.2',
  'onnxruntime-web': '1.30.0',
  rollup: '4.68.8',
  tsx: '4.23.15',
  'typescript-5.9': 'npm:typescript@5.9.3',
  'typescript-6': 'npm:typescript@6.0.3',
  'typescript-7': 'npm:typescript@7.0.2',
  vite: '8.4.0',
  vitest: '4.1.12',
  webpack: '5.113.0',
  'webpack-cli': '7.3.1',
}

const ours = ['@romae/engine', '@romae/timeseries', '@romae/trainer']

/** How a program ended. */
export interface Ended {
  readonly code: number
  readonly output: string
}

/** A user's folder, where our packages and their tools are installed. */
export interface Project {
  readonly folder: string
  /** Runs a tool, or a file with Node, in `module` or `commonjs`. */
  run(place: string, words: readonly string[], settings?: RunSettings): Promise<Ended>
}

/** How a program is run. */
interface RunSettings {
  /** The folder of the Node that is to run it. */
  readonly bin?: string
  readonly env?: Readonly<Record<string, string>>
}

/**
 * Installs everything once with npm.
 *
 * @throws Error where npm fails, with what it says
 */
export async function makeProject(folder: string, registry: LocalRegistry): Promise<Project> {
  const dependencies = { ...tools, ...Object.fromEntries(ours.map((name) => [name, '*'])) }
  await mkdir(folder, { recursive: true })
  await writeFile(path.join(folder, 'package.json'), JSON.stringify({ name: 'user', private: true, dependencies }))
  await writeFile(path.join(folder, '.npmrc'), `registry=${registry.url}\n`)
  for (const [file, text] of Object.entries(programs)) {
    await mkdir(path.dirname(path.join(folder, file)), { recursive: true })
    await writeFile(path.join(folder, file), text)
  }
  const installed = path.join(folder, 'node_modules', '.bin')
  const run: Project['run'] = (place, words, { bin = '', env = {} } = {}) => {
    const PATH = [bin, installed, process.env.PATH].filter((one) => one !== '').join(path.delimiter)
    const own = { ...userEnvironment(), npm_config_registry: undefined, CI: 'true', NO_COLOR: '1' }
    return execute(words, path.join(folder, place), {
      ...own,
      XDG_CACHE_HOME: path.join(folder, 'cache'),
      ...env,
      PATH,
    })
  }
  const quiet = ['--no-audit', '--no-fund', '--prefer-offline', '--loglevel=error']
  const { code, output } = await run('.', ['npm', 'install', ...quiet])
  if (code !== 0) throw new Error(`npm install failed: ${output}`)
  return { folder, run }
}

function execute([program, ...words]: readonly string[], cwd: string, env: NodeJS.ProcessEnv): Promise<Ended> {
  return new Promise((resolve) => {
    execFile(program!, words, { cwd, env, maxBuffer: 2 ** 27, timeout: 300_000 }, (error, stdout, stderr) => {
      const code = error === null ? 0 : typeof error.code === 'number' ? error.code : 1
      resolve({ code, output: `${stdout}${stderr}` })
    })
  })
}
