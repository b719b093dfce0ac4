import { availableParallelism } from 'node:os'
import type { Check } from '../check.ts'
import { wholeNumber } from '../whole-number.ts'

const enough = 200_000

/** `ROMAE_INPUTS` damaged files (default 200,000) of seed `ROMAE_SEED` (default 1). */
export const fuzz: Check = {
  name: 'fuzz',
  description: `${enough.toLocaleString('en')} damaged weights, checkpoints, .ts and CSV files are read or refused by a typed error`,
  async run() {
    const robustness = await import('@romae/robustness')
    const inputs = wholeNumber('ROMAE_INPUTS', enough)
    const seed = wholeNumber('ROMAE_SEED', 1)
    const found = await robustness.fuzz({ seed, inputs, workers: Math.min(4, availableParallelism()) })
    const { read, outcomes, findings, allocated, folder } = found
    const unread = read < inputs ? [`only ${read} of ${inputs} inputs were answered`] : []
    const saved = folder === null ? [] : [`the inputs are in ${folder}`]
    const details = [...findings.slice(0, 50), ...unread, ...saved]
    const sorted = [...outcomes].sort(([, a], [, b]) => b - a)
    return {
      ok: details.length === 0,
      figure:
        `${read} inputs of seed ${seed}, at most ${Math.max(0, allocated).toFixed(0)} MB beyond twice an input, ` +
        `crashes, hangs, untyped errors: ${findings.length}`,
      details,
      listing: [sorted.map(([what, count]) => `${what} ${count}`).join(', ')],
    }
  },
}
