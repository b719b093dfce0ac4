import { availableParallelism } from 'node:os'
import type { Check } from '../check.ts'
import { wholeNumber } from '../whole-number.ts'

const enough = 50_000
/** MB that a process may grow by under the limits that `LIMITS` in decode-input.ts states: 18 for pixels or 12 for samples, libraries, garbage. */
const growthLimit = 256

/** `ROMAE_INPUTS` mutated files (default 50,000) of seed `ROMAE_SEED` (default 1), and hand-made ones. */
export const fuzzMedia: Check = {
  name: 'fuzz-media',
  description: `${enough.toLocaleString('en')} damaged images and sounds are decoded or refused by a typed error (two minutes)`,
  async run() {
    const media = await import('@romae/media-checks')
    const workers = Math.min(4, availableParallelism())
    const mutations = wholeNumber('ROMAE_INPUTS', enough)
    const found = await media.fuzzMedia({ seed: wholeNumber('ROMAE_SEED', 1), mutations, workers, patience: 20_000 })
    const { handMade, mutated, outcomes, problems, growth } = found
    const tooLarge = growth > growthLimit ? [`a process grew by ${growth.toFixed(0)} MB, more than ${growthLimit}`] : []
    const fewInputs = mutated < mutations ? [`only ${mutated} of ${mutations} inputs were answered`] : []
    const details = [...problems.slice(0, 50), ...tooLarge, ...fewInputs]
    const sorted = [...outcomes].sort(([, a], [, b]) => b - a)
    return {
      ok: details.length === 0,
      figure:
        `${mutated} mutated and ${handMade} hand-made files, memory grew by ${growth.toFixed(0)} MB, ` +
        `crashes, hangs, untyped or unnamed errors: ${problems.length}`,
      details,
      listing: [sorted.map(([code, count]) => `${code} ${count}`).join(', ')],
    }
  },
}
