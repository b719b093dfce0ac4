import { execFile } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { homedir, tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import type { Check } from '../check.ts'
import { installPacked, type PackedInstall, packPackage, userEnvironment } from '../packed-install.ts'
import { runTurbo } from '../turbo.ts'
import { readWorkspace } from '../workspace.ts'

/** A training on waves of a user's own. */
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

const steps = 10_000

/** Bytes of resident memory at the end of each tenth of many steps, on batches of 64 KB; the first warms up. */
const endurance = `
  import { createEngine } from '@romae/engine'
  import * as tf from '@tensorflow/tfjs-core'
  const [rows, columns] = [256, 64]
  const program = {
    name: 'endurance',
    layout: { entries: [{ name: 'w', shape: [columns, columns], offset: 0, size: columns ** 2 }], size: columns ** 2 },
    run: ({ w }, { x }) => ({ loss: tf.mean(tf.square(tf.sub(tf.matMul(x, w), x))), product: tf.matMul(x, w) }),
  }
  const engine = await createEngine('tensorflow')
  const optimizer = { kind: 'adamw', betas: [0.9, 0.999], epsilon: 1e-8, weightDecay: 0 }
  const session = engine.train(program, { optimizer, clipNorm: 1, parameters: new Float32Array(columns ** 2) })
  const x = { data: Float32Array.from({ length: rows * columns }, (_, index) => Math.sin(index)), shape: [rows, columns] }
  const looks = []
  for (let step = 1; step <= ${steps}; step++) {
    await session.step({ x }, { learningRate: 1e-3 })
    if (step % ${steps / 10} !== 0) continue
    globalThis.gc()
    await new Promise((resolve) => setTimeout(resolve, 10))
    globalThis.gc()
    looks.push(process.memoryUsage().rss)
  }
  await engine.dispose()
  process.stdout.write(JSON.stringify(looks))`

/** What may come with a machine that is busy: a leak of one batch a step would be 590 MB. */
const mostGrowth = 30e6

/** What is trained with, and all of ours that it needs. */
const packages = ['compiler', 'core', 'engine', 'safetensors', 'timeseries', 'tokenizer', 'trainer'].map(
  (name) => `@romae/${name}`,
)

/** From nothing to a training on TensorFlow, where there is neither Python nor a compiler. */
export const tensorFlowInstall: Check = {
  name: 'tensorflow-install',
  description: `from packed tarballs, with Node alone on the PATH: one command leads to a training on TensorFlow; ${steps} steps in flat memory`,
  async run(root) {
    const { status } = runTurbo(root, ['build', '--output-logs=errors-only'], 'capture')
    if (status !== 0) return { ok: false, figure: 'the build failed' }
    const folder = await mkdtemp(path.join(tmpdir(), 'romae-tensorflow-install-'))
    try {
      const user = await userOf(await installTarballs(root, folder), folder)
      const problems: string[] = []
      const said = await user.run(training).then(() => 'it ran', reasonOf)
      for (const words of ['ENGINE_TENSORFLOW_MISSING', 'npx romae-engine install tensorflow']) {
        if (!said.includes(words)) problems.push(`before, the error does not say "${words}": ${said}`)
      }
      const started = performance.now()
      const failure = await user.command('install', 'tensorflow', ...keptWheel()).then(() => null, reasonOf)
      if (failure !== null && lacking.some((code) => failure.includes(code))) {
        return { ok: problems.length === 0, figure: `not run to its end: ${failure}`, details: problems }
      }
      if (failure !== null) return { ok: false, figure: 'the installation failed', details: [...problems, failure] }
      const seconds = Math.round((performance.now() - started) / 1000)
      await user.run(training).catch((error: unknown) => problems.push(reasonOf(error)))
      const looks = await user.run(endurance).then((text) => JSON.parse(text) as number[], reasonOf)
      const growth = typeof looks === 'string' ? Number.NaN : looks.at(-1)! - looks[0]!
      if (!(growth < mostGrowth)) problems.push(`memory grew by ${growth} bytes: ${looks}`)
      await user.command('remove', 'tensorflow').catch((error: unknown) => problems.push(reasonOf(error)))
      const left = readdirSync(user.engines)
      if (left.length > 0) problems.push(`left behind: ${left.join(', ')}`)
      const figure =
        `installed in ${seconds} s; ${steps} steps let memory grow by ${(growth / 1e6).toFixed(1)} MB; ` +
        `problems on the way from packed tarballs to a training on TensorFlow: ${problems.length}`
      return { ok: problems.length === 0, figure, details: problems }
    } finally {
      await rm(folder, { recursive: true, force: true })
    }
  },
}

/** Codes of errors that say what the machine lacks. */
const lacking = ['ENGINE_SETUP_NO_INDEX', 'ENGINE_SETUP_INDEX', 'ENGINE_SETUP_FETCH', 'ENGINE_SETUP_PLATFORM']

/** The wheel that `pnpm engine:tfjs-node` keeps, where that has run: then no index is asked. */
function keptWheel(): readonly string[] {
  const caches = process.env.XDG_CACHE_HOME || path.join(homedir(), '.cache')
  const folder = path.join(caches, 'romae', 'tensorflow')
  const [wheel] = existsSync(folder) ? readdirSync(folder).filter((name) => /^tensorflow_cpu-.*\.whl$/.test(name)) : []
  return wheel === undefined ? [] : ['--file', path.join(folder, wheel)]
}

/** Somebody whose PATH leads to nothing, and who has no engine yet. */
async function userOf(installed: PackedInstall, folder: string) {
  const [engines, nothing] = [path.join(folder, 'engines'), path.join(folder, 'nothing')]
  await mkdir(nothing)
  const env = {
    ...userEnvironment(),
    PATH: nothing,
    ROMAE_ENGINES: engines,
    XDG_CACHE_HOME: path.join(folder, 'cache'),
  }
  const node = (...words: readonly string[]) =>
    promisify(execFile)(process.execPath, words, { cwd: installed.folder, env }).then(({ stdout }) => stdout)
  const cli = path.join(installed.folder, 'node_modules/@romae/engine/bin/romae-engine.js')
  return {
    engines,
    command: (...words: readonly string[]) => node(cli, ...words),
    async run(source: string): Promise<string> {
      await writeFile(path.join(installed.folder, 'main.mjs'), source)
      return node('--expose-gc', 'main.mjs')
    },
  }
}

async function installTarballs(root: string, folder: string): Promise<PackedInstall> {
  const { packages: all } = await readWorkspace(root)
  const tarballs: string[] = []
  for (const owner of all) {
    if (packages.includes(owner.name)) tarballs.push(await packPackage(root, owner, folder))
  }
  return installPacked(path.join(folder, 'user'), [...tarballs, '@tensorflow/tfjs-core@4.22.0', 'koffi@3.3.4'])
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
