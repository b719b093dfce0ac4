import { createRequire } from 'node:module'
import path from 'node:path'
import type { Check } from '../check.ts'

const require = createRequire(import.meta.url)
const orders = 20

/** Skipped, with the reason, where there is no Python with PyTorch. */
export const conditioning: Check = {
  name: 'conditioning',
  description: `${orders} orders of the same sums move the norms of train-adamw no further than PyTorch's (PEER_PYTHON)`,
  async run() {
    const { findPython } = await import('@romae/robustness')
    const found = findPython()
    if ('reason' in found) return { ok: true, figure: `SKIPPED: ${found.reason}` }
    const parity = await import('@romae/parity')
    const { createEngine } = await import('@romae/engine')
    const fixtures = path.dirname(require.resolve('@romae/parity-fixtures/manifest.json'))
    const engine = await createEngine('onnxruntime-node')
    const result = await parity.conditioning(
      path.join(fixtures, 'train-adamw.safetensors'),
      engine,
      found.python,
      orders,
    )
    await engine.dispose()
    const { ours, float32, rounded } = result
    return {
      // Geometric means of 20 draws that scatter over a factor of 30 leave each other by less than a factor of 2.
      ok: geometricMean(ours) <= 2 * geometricMean(float32),
      figure:
        `largest difference of a gradient norm from float64's, geometric mean and maximum: ${describe(ours)}; ` +
        `PyTorch in float32: ${describe(float32)}; with every operator exact and rounded once: ${describe(rounded)}`,
    }
  },
}

function geometricMean(values: readonly number[]): number {
  return Math.exp(values.reduce((sum, value) => sum + Math.log(value), 0) / values.length)
}

function describe(values: readonly number[]): string {
  return `${geometricMean(values).toExponential(1)} (${Math.max(...values).toExponential(1)})`
}
