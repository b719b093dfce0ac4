import { createRequire } from 'node:module'
import path from 'node:path'
import type { Check } from '../check.ts'

const require = createRequire(import.meta.url)

/** Checkpoints through PyTorch and back; skipped, with the reason, where there is no Python that has it. */
export const interop: Check = {
  name: 'interop',
  description: 'checkpoints load from and into PyTorch, bit for bit, and compute the same (PEER_PYTHON names a Python)',
  async run() {
    const fixtures = path.dirname(require.resolve('@romae/parity-fixtures/manifest.json'))
    const golden = await goldenLogits(path.join(fixtures, 'checkpoint-expect.safetensors'))
    const robustness = await import('@romae/robustness')
    const found = await robustness.interop()
    if ('reason' in found) {
      return {
        ok: golden.length === 0,
        figure: `golden checkpoints give the golden logits; SKIPPED, what needs Python: ${found.reason}; problems: ${golden.length}`,
        details: golden,
      }
    }
    const { versions, checked, problems, errors } = found
    const details = [...golden, ...problems]
    return {
      ok: details.length === 0 && checked > 100,
      figure:
        `${versions}: ${checked} comparisons, PyTorch's predictions off by at most ${errors.predictions.toExponential(1)}, ` +
        `losses by ${errors.loss.toExponential(1)}; problems: ${details.length}`,
      details,
    }
  },
}

/** What is wrong with what we compute from the reference's own checkpoints. */
async function goldenLogits(file: string): Promise<string[]> {
  const { passes, runFixture } = await import('@romae/parity')
  const { createEngine } = await import('@romae/engine')
  const engine = await createEngine('onnxruntime-node')
  const result = await runFixture(file, path.basename(file), engine)
  await engine.dispose()
  if (result.status === 'error') return [result.reason]
  return result.checks.filter((check) => !passes(check)).map(({ quantity, error }) => `${quantity} is off by ${error}`)
}
