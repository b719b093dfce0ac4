import { mkdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { weatherSample } from '@romae/playground-page'
import type { LocalRegistry } from '../local-registry.ts'
import { userEnvironment } from '../packed-install.ts'
import { runProgram } from '../stranger/run-program.ts'
import type { Released } from './release.ts'

/** Installs every package that was released into an empty project, and does there what the README says first. @returns what went wrong */
export async function tryReleased(
  root: string,
  folder: string,
  registry: LocalRegistry,
  { version, published }: Released,
): Promise<string[]> {
  await mkdir(folder)
  const env = { ...userEnvironment(), npm_config_registry: registry.url, XDG_CACHE_HOME: path.join(folder, 'cache') }
  const problems: string[] = []
  const does = async (...[program, ...words]: [string, ...string[]]) => {
    const { code, stdout, stderr } = await runProgram(program, words, folder, env)
    if (code !== 0) problems.push(`${program} ${words.join(' ')}: ${stderr.slice(-2000)}`)
    return stdout
  }
  await writeFile(path.join(folder, 'package.json'), '{ "name": "stranger", "private": true, "type": "module" }\n')
  await writeFile(path.join(folder, 'weather.csv'), await weatherSample())
  const readme = await readFile(path.join(root, 'README.md'), 'utf8')
  const [, example] = /^```ts\n(.*?)^```$/ms.exec(readme)!
  await writeFile(path.join(folder, 'example.mjs'), example!)
  await does(
    'npm',
    'install',
    '--no-audit',
    '--no-fund',
    '--loglevel=error',
    ...published.map((name) => `${name}@${version}`.replace(/^(@romae\/onnxruntime-.*)@.*/, '$1')),
  )
  if (problems.length > 0) return problems
  const said = await does('npx', 'romae', '--version')
  if (said.trim() !== version) problems.push(`romae --version says ${said.trim()}, and not ${version}`)
  await does(process.execPath, 'example.mjs')
  await requireFilled('weather.filled.csv')
  await does('npx', 'romae', 'impute', 'weather.csv', '--time', 'date', '--steps', '40', '--out', 'by-command.csv')
  await requireFilled('by-command.csv')
  return problems

  async function requireFilled(file: string) {
    const text = await readFile(path.join(folder, file), 'utf8').catch(() => '')
    const rows = text.trim().split('\n')
    if (rows.length < 1000 || rows.some((row) => /,(?:,|$)/.test(row))) problems.push(`${file} still has gaps`)
  }
}
