import { execFile } from 'node:child_process'
import {
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import type { Check } from '../check.ts'
import type { LocalRegistry } from '../local-registry.ts'
import { userEnvironment } from '../packed-install.ts'
import { runtimeHere, servePacked } from '../packed-registry.ts'
import { readWorkspace } from '../workspace.ts'

const run = promisify(execFile)

/** As a user has it, whose registry is the one in .npmrc: pnpm tells programs that it starts of its own. */
const environment = { ...userEnvironment(), npm_config_registry: undefined }

/** What people install, and megabytes on disk that it may take. */
const installed = ['romae', '@romae/timeseries', '@romae/trainer', '@romae/engine']
const MOST = 160

/** Trains for some steps, and says which ONNX Runtime did. */
const firstUse = `
import { createEngine } from '@romae/engine'
import { fromGrid, observationTokenizer } from '@romae/timeseries'
import { pretrain, runToEnd } from '@romae/trainer/node'
const times = Array.from({ length: 32 }, (_, day) => day)
const samples = ['a', 'b'].map((id) => fromGrid({ id, times, values: [times.map(Math.sin)] }))
const training = { steps: 2 }
await runToEnd(pretrain({ tokenizer: observationTokenizer.fit(samples), samples, maskRatio: 0.5, training }))
const engine = await createEngine()
if (!engine.info.reason.includes(process.argv[2])) throw new Error(engine.info.reason)
`

/** Everybody's first line: it works without an option, brings one platform's binaries, and runs nobody's script. */
export const install: Check = {
  name: 'install',
  description: `packed, npm and pnpm install in at most ${MOST} MB, with no install script and no other platform's binaries`,
  async run(root) {
    const folder = mkdtempSync(path.join(tmpdir(), 'romae-install-'))
    const registry = await servePacked(root, folder)
    const { rootManifest } = await readWorkspace(root)
    const pnpm = String(rootManifest.packageManager).split('+')[0]!
    const managers = { npm: ['npm'], [pnpm]: ['npx', '--yes', pnpm] }
    const problems: string[] = []
    const sizes: string[] = []
    try {
      for (const [name, command] of Object.entries(managers)) {
        const found = await tryInstall(path.join(folder, name.replace('@', '-')), command, registry)
        sizes.push(`${name} ${found.megabytes.toFixed(0)} MB in ${found.seconds.toFixed(0)} s`)
        problems.push(...found.problems.map((problem) => `${name}: ${problem}`))
      }
    } finally {
      await registry.close()
      rmSync(folder, { recursive: true, force: true })
    }
    const others = registry.requested.filter((name) => name.includes('onnxruntime') && name !== runtimeHere)
    problems.push(...others.map((name) => `${name} was downloaded`))
    return {
      ok: problems.length === 0,
      figure: `problems of installs (${sizes.join(', ')}): ${problems.length}`,
      details: problems,
    }
  },
}

async function tryInstall(folder: string, [program, ...words]: string[], registry: LocalRegistry) {
  mkdirSync(folder)
  writeFileSync(path.join(folder, 'package.json'), '{ "name": "user", "private": true, "type": "module" }\n')
  writeFileSync(path.join(folder, '.npmrc'), `registry=${registry.url}\nstore-dir=${folder}-store\n`)
  writeFileSync(path.join(folder, 'first-use.js'), firstUse)
  const start = performance.now()
  await run(program!, [...words, program === 'npm' ? 'install' : 'add', ...installed], {
    cwd: folder,
    env: environment,
  })
  const seconds = (performance.now() - start) / 1000
  const { bytes, scripts } = survey(path.join(folder, 'node_modules'))
  const megabytes = bytes / 1e6
  const problems = scripts.map((name) => `${name} has an install script`)
  if (megabytes > MOST) problems.push(`it takes ${megabytes.toFixed(0)} MB, more than ${MOST}`)
  const cache = { XDG_CACHE_HOME: path.join(folder, 'cache') }
  await run(process.execPath, ['first-use.js', runtimeHere], { cwd: folder, env: { ...environment, ...cache } })
  return { seconds, megabytes, problems }
}

/** Bytes of the files below a folder, and the packages in it that want to run something at their installation. */
function survey(folder: string) {
  const scripts: string[] = []
  let bytes = 0
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const file = path.join(entry.parentPath, entry.name)
    if (!entry.isFile()) continue
    bytes += lstatSync(file).size
    // Beside a package's manifest, npm would build it; elsewhere it is a source.
    const isBuilt = entry.name === 'binding.gyp' && existsSync(path.join(entry.parentPath, 'package.json'))
    if (isBuilt) scripts.push(path.relative(folder, file))
    if (entry.name !== 'package.json') continue
    const manifest = JSON.parse(readFileSync(file, 'utf8')) as { name?: string; scripts?: Record<string, string> }
    const stages = ['preinstall', 'install', 'postinstall'].filter((stage) => manifest.scripts?.[stage] !== undefined)
    if (stages.length > 0) scripts.push(manifest.name ?? path.relative(folder, file))
  }
  return { bytes, scripts }
}
