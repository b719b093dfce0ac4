import path from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Check } from '../check.ts'

/** What is used of the engine package and of the parity runner. */
interface Engine {
  readonly info: { readonly name: string; readonly version: string; readonly device: string }
  dispose(): Promise<void>
}
interface EnginePackage {
  providerByName(name: string, options: { readonly device?: string }): unknown
  createEngine(provider: unknown): Promise<Engine>
  readonly RomaeError: { isInstance(error: unknown): error is Error & { readonly code: string } }
}
interface Quantity {
  readonly quantity: string
  readonly error: number
  readonly tolerance: number
}
interface Parity {
  runFixture(
    file: string,
    name: string,
    engine: Engine,
  ): Promise<{ readonly status: string; readonly checks?: readonly Quantity[] }>
}

/** One trajectory of training: gradients, clipping and the optimizer, against the reference. */
const fixture = 'train-classify-adamw.safetensors'

/** What says that an engine is not there, rather than broken. */
const absent = [
  'ENGINE_PACKAGE_MISSING',
  'ENGINE_TENSORFLOW_MISSING',
  'ENGINE_TENSORFLOW_NOT_BUILT',
  'ENGINE_DEVICE_MISSING',
]

/** Every engine, and every device of onnxruntime-node. */
const candidates: readonly { readonly name: string; readonly device?: string }[] = [
  { name: 'onnxruntime-node' },
  { name: 'onnxruntime-node', device: 'webgpu' },
  { name: 'onnxruntime-node', device: 'cuda' },
  { name: 'onnxruntime-web' },
  { name: 'tensorflow' },
  { name: 'tfjs' },
]

/** Says which engines there are on this machine, and lets each train. */
export const engines: Check = {
  name: 'engines',
  description: 'each engine that this machine has follows a golden trajectory; which those are',
  async run(root) {
    const load = (file: string) => import(pathToFileURL(path.join(root, file)).href)
    // Keeps tfjs' cpu backend from advertising itself.
    await load('packages/engine/src/testing/setup.ts')
    const { createEngine, providerByName, RomaeError }: EnginePackage = await load('packages/engine/src/index.ts')
    const { runFixture }: Parity = await load('tooling/parity/src/run-fixtures.ts')
    const file = path.join(root, 'tooling/parity-fixtures/fixtures', fixture)
    const [ran, notRun, failed]: [string[], string[], string[]] = [[], [], []]
    for (const { name, ...options } of candidates) {
      const engine = [name, ...Object.values(options)].join(' on ')
      try {
        const created = await createEngine(providerByName(name, options))
        const { version, device } = created.info
        const { status, checks = [] } = await runFixture(file, fixture, created)
        if (status === 'passed' || (options.device !== undefined && gradientsHold(checks)))
          ran.push(`${name} ${version} (${device})`)
        else failed.push(`${engine}: ${fixture} ${status}`)
        await created.dispose()
      } catch (error) {
        if (!RomaeError.isInstance(error)) throw error
        if (absent.includes(error.code)) notRun.push(`${engine}: ${error.message}`)
        else failed.push(`${engine}: ${error.message}`)
      }
    }
    if (!ran.some((name) => name.endsWith('(gpu)'))) notRun.push('CUDA: no GPU')
    return {
      ok: failed.length === 0 && ran.length > 0,
      figure: `ran: ${ran.join(', ')}; not run: ${notRun.join('; ') || 'none'}; failed: ${failed.length}`,
      details: failed,
    }
  },
}

/**
 * Of a GPU, gradients and losses are asked alone: its sines are less exact, and AdamW's first update, which is nearly the
 * gradient's sign, makes much of a little where a gradient is close to zero.
 */
function gradientsHold(checks: readonly Quantity[]): boolean {
  const asked = checks.filter(({ quantity }) => quantity === 'grad' || quantity === 'out/loss')
  return asked.length === 2 && asked.every(({ error, tolerance }) => error <= tolerance)
}
