import { createRequire } from 'node:module'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Check } from '../check.ts'

const require = createRequire(import.meta.url)

/** What is used of the engine package. */
interface EnginePackage {
  createEngine(options: { engine: 'tensorflow'; device: 'gpu' }): Promise<{
    readonly info: { readonly version: string }
    dispose(): Promise<void>
  }>
  readonly RomaeError: { isInstance(error: unknown): error is Error & { readonly code: string } }
}

/** What is used of the parity runner. */
interface Parity {
  runFixtures(folder: string, engine: unknown): AsyncIterable<{ readonly file: string; readonly status: string }>
}

/** What says that there is nothing to check, rather than that something is wrong. */
const absent = ['ENGINE_PACKAGE_MISSING', 'ENGINE_TENSORFLOW_NOT_BUILT', 'ENGINE_DEVICE_MISSING']

/** In full float32, so that the tolerances of the CPU hold. */
export const gpu: Check = {
  name: 'gpu',
  description: 'every golden fixture on TensorFlow on a GPU; passes where there is none, and says so',
  async run(root) {
    const load = (file: string) => import(pathToFileURL(path.join(root, file)).href)
    const { createEngine, RomaeError }: EnginePackage = await load('packages/engine/src/index.ts')
    const { runFixtures }: Parity = await load('tooling/parity/src/run-fixtures.ts')
    let engine: Awaited<ReturnType<EnginePackage['createEngine']>>
    try {
      engine = await createEngine({ engine: 'tensorflow', device: 'gpu' })
    } catch (error) {
      if (!RomaeError.isInstance(error) || !absent.includes(error.code)) throw error
      return { ok: true, figure: `not run: no GPU: ${error.message}` }
    }
    const folder = path.dirname(require.resolve('@romae/parity-fixtures/manifest.json'))
    const failures: string[] = []
    let count = 0
    for await (const { file, status } of runFixtures(folder, engine)) {
      count += 1
      if (status !== 'passed') failures.push(`${file}: ${status}`)
    }
    await engine.dispose()
    const figure = `fixtures on TensorFlow ${engine.info.version} on a GPU: ${count}, out of tolerance: ${failures.length}`
    return { ok: failures.length === 0 && count > 0, figure, details: failures }
  },
}
