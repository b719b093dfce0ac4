import { createRequire } from 'node:module'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Check } from '../check.ts'
import { tryScript } from '../run-script.ts'

const require = createRequire(import.meta.url)

/** What is used of the engine package. */
interface EnginePackage {
  providerByName(name: string, options: { readonly device: string }): unknown
  createEngine(provider: unknown): Promise<{
    readonly info: { readonly version: string }
    dispose(): Promise<void>
  }>
  readonly RomaeError: { isInstance(error: unknown): error is Error & { readonly code: string } }
}

/** What says that there is nothing to check, rather than that something is wrong. */
const absent = ['ENGINE_PACKAGE_MISSING', 'ENGINE_TENSORFLOW_NOT_BUILT', 'ENGINE_DEVICE_MISSING']

/** How the fixtures are run: each is a process, because TensorFlow takes some settings once a process. */
const kinds: Readonly<Record<string, readonly string[]>> = {
  float32: [],
  'float32, eager': ['--eager'],
  tf32: ['--precision', 'tf32'],
  bf16: ['--precision', 'bf16'],
}

/** In float32 the tolerances of the CPU hold; those of TF32 and bfloat16 are in the parity runner's `tolerances.ts`. */
export const gpu: Check = {
  name: 'gpu',
  description:
    'golden fixtures on TensorFlow on a GPU, and its training steps beside PyTorch there (with PEER_PYTHON); ' +
    'passes where there is no GPU, and says so',
  async run(root) {
    const engineFile = pathToFileURL(path.join(root, 'packages/engine/src/index.ts')).href
    const { createEngine, providerByName, RomaeError }: EnginePackage = await import(engineFile)
    let version: string
    try {
      const engine = await createEngine(providerByName('tensorflow', { device: 'gpu' }))
      version = engine.info.version
      await engine.dispose()
    } catch (error) {
      if (!RomaeError.isInstance(error) || !absent.includes(error.code)) throw error
      return { ok: true, figure: `not run: no GPU: ${error.message}` }
    }
    const onGpu = ['--engine', 'tensorflow', '--device', 'gpu']
    const folder = path.dirname(require.resolve('@romae/parity-fixtures/manifest.json'))
    const figures: string[] = []
    const details: string[] = []
    for (const [kind, options] of Object.entries(kinds)) {
      const { stdout, stderr } = await tryScript(root, 'tooling/parity/src/main.ts', [folder, ...onGpu, ...options])
      const summary = /^(\d+) passed, (\d+) failed$/m.exec(stdout)
      figures.push(`${kind} ${summary?.[0] ?? 'did not end'}`)
      if (summary === null) details.push(`${kind}: ${stderr}`)
      else if (summary[2] !== '0') details.push(...stdout.split('\n').filter((line) => /(FAIL|error)$/.test(line)))
    }
    const figure = `fixtures on TensorFlow ${version} on a GPU: ${figures.join('; ')}`
    if (!process.env.PEER_PYTHON) {
      return { ok: details.length === 0, figure: `${figure}; no peer: PEER_PYTHON is not set`, details }
    }
    const bench = await tryScript(root, 'apps/bench/src/main.ts', ['step', ...onGpu, '--workloads', 'ABCDEF', '--json'])
    if (bench.code !== 0) return { ok: false, figure, details: [...details, bench.stderr] }
    const { geomean } = JSON.parse(bench.stdout) as { geomean: number }
    return {
      ok: details.length === 0,
      figure: `${figure}; PyTorch's time of a step over ours: ${geomean.toFixed(2)}`,
      details,
    }
  },
}
