import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import type { Check } from '../check.ts'
import { installPacked, type PackedInstall, packPackage, runInstalled, userEnvironment } from '../packed-install.ts'
import { runTurbo } from '../turbo.ts'
import { readWorkspace } from '../workspace.ts'

/** A training on waves of a user's own. The engine's README says what leads up to it. */
const training = `
  import { createEngine } from '@romae/engine'
  import { fromGrid, observationTokenizer } from '@romae/timeseries'
  import { runToEnd, pretrain } from '@romae/trainer/node'
  const times = Array.from({ length: 24 }, (_, hour) => hour)
  const samples = Array.from({ length: 16 }, (_, phase) =>
    fromGrid({ id: String(phase), times, values: [times.map((hour) => Math.sin(hour / 3 + phase))] }))
  const engine = await createEngine('tensorflow')
  const losses = []
  const tokenizer = observationTokenizer.fit(samples)
  const run = pretrain({ tokenizer, samples, training: { steps: 40, batchSize: 8, seed: 1, engine } })
  await runToEnd(run, (event) => { if (event.type === 'step') losses.push(event.loss) })
  const mean = (numbers) => numbers.reduce((sum, number) => sum + number, 0) / numbers.length
  const [first, last] = [mean(losses.slice(0, 5)), mean(losses.slice(-5))]
  if (engine.info.name !== 'tensorflow' || losses.length !== 40 || !(last < first)) {
    throw new Error(\`\${engine.info.name}: \${losses.length} steps, loss from \${first} to \${last}\`)
  }
  await engine.dispose()`

/** What is trained with, and all of ours that it needs. */
const packages = ['compiler', 'core', 'engine', 'safetensors', 'timeseries', 'tokenizer', 'trainer'].map(
  (name) => `@romae/${name}`,
)

/** The steps of the engine's README, one after the other; before each, what its absence says. */
export const tensorFlowInstall: Check = {
  name: 'tensorflow-install',
  description: 'from packed tarballs in an empty folder: the documented steps lead to a training run on TensorFlow',
  async run(root) {
    const { status } = runTurbo(root, ['build', '--output-logs=errors-only'], 'capture')
    if (status !== 0) return { ok: false, figure: 'the build failed' }
    const folder = await mkdtemp(path.join(tmpdir(), 'romae-tensorflow-install-'))
    try {
      const installed = await installTarballs(root, folder)
      const problems: string[] = []
      for (const { command, code } of steps) {
        const typed = command.join(' ')
        problems.push(...(await absenceProblems(installed, code, typed)))
        const [file, ...words] = command
        const options = { cwd: installed.folder, env: userEnvironment() }
        const failure = await promisify(execFile)(file, words, options).then(() => null, reasonOf)
        if (failure?.includes('[ENGINE_SETUP_MISSING]')) {
          return { ok: problems.length === 0, figure: `not run to its end: ${failure}`, details: problems }
        }
        if (failure !== null) problems.push(`${typed}: ${failure}`)
      }
      await runInstalled(installed, training).catch((error: unknown) => problems.push(reasonOf(error)))
      const figure = `problems on the way from packed tarballs to a training run on TensorFlow: ${problems.length}`
      return { ok: problems.length === 0, figure, details: problems }
    } finally {
      await rm(folder, { recursive: true, force: true })
    }
  },
}

async function installTarballs(root: string, folder: string): Promise<PackedInstall> {
  const { packages: all } = await readWorkspace(root)
  const tarballs: string[] = []
  for (const owner of all) {
    if (packages.includes(owner.name)) tarballs.push(await packPackage(root, owner, folder))
  }
  return installPacked(path.join(folder, 'user'), [...tarballs, '@tensorflow/tfjs@4.22.0'])
}

/** What the README has the user type, in order, and the code of the error that one gets before. */
const steps = [
  {
    command: ['npm', 'install', '@tensorflow/tfjs-node@4.22.0', '--ignore-scripts'],
    code: 'ENGINE_PACKAGE_MISSING',
  },
  { command: ['npx', 'romae-engine', 'tensorflow', 'install'], code: 'ENGINE_TENSORFLOW_NOT_BUILT' },
] as const

/** Without a step, the training has to end with an error that names it. */
async function absenceProblems(install: PackedInstall, code: string, command: string): Promise<string[]> {
  const said = await runInstalled(install, training).then(() => 'it ran', reasonOf)
  const missing = [code, command].filter((words) => !said.includes(words))
  return missing.map((words) => `without "${command}" the error does not say "${words}": ${said}`)
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
