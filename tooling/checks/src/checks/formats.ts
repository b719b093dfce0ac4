import type { Check } from '../check.ts'
import { wholeNumber } from '../whole-number.ts'

const enough = 5_000
/** Of a large file's size, what JavaScript's objects may take while it is read, but no less than Node itself needs. */
const heapShare = 1 / 3
const leastHeap = 96
/** Megabytes that reading may take in all, however large the file is; a smaller file has to be larger than what it takes. */
const mostMegabytes = 1000

/**
 * `ROMAE_INPUTS` damaged files (default 5,000) of seed `ROMAE_SEED` (default 1); what needs Python is skipped, with the reason, where there
 * is none that has pandas and pyarrow. `ROMAE_MEGABYTES` is the size of the large file (default 300; 3000, for memory of 1 GB, takes a quarter of an hour or more).
 */
export const formats: Check = {
  name: 'formats',
  description:
    'tables and arrays that pandas, pyarrow, numpy and aeon know, 5,000 damaged ones, and one larger than memory (PEER_PYTHON names a Python)',
  async run() {
    const robustness = await import('@romae/robustness')
    const seed = wholeNumber('ROMAE_SEED', 1)
    const damaged = await robustness.damagedFiles({ seed, inputs: wholeNumber('ROMAE_INPUTS', enough) })
    const listing = [
      Object.entries(damaged.outcomes)
        .map(([what, count]) => `${what} ${count}`)
        .join(', '),
    ]
    const figure = `${damaged.read} damaged files of seed ${seed}, crashes, untyped errors, silent losses: ${damaged.findings.length}`
    const peers = await robustness.formatPeers()
    const asked = wholeNumber('ROMAE_MEGABYTES', 300)
    const heap = Math.max(leastHeap, heapShare * asked)
    const large = await robustness.largeFile(asked / 1000, heap, 'reason' in peers ? null : peers.python)
    const most = Math.min(mostMegabytes, 1000 * large.gigabytes)
    const tooMuch = large.megabytes > most ? [`reading held ${large.megabytes.toFixed(0)} MB`] : []
    const ofLarge = `${large.gigabytes.toFixed(2)} GB of Parquet in ${large.megabytes.toFixed(0)} MB and ${large.seconds.toFixed(0)} s`
    if ('reason' in peers) {
      const details = [...damaged.findings.slice(0, 50), ...large.problems, ...tooMuch]
      return {
        ok: details.length === 0,
        figure: `SKIPPED, what needs Python: ${peers.reason}; ${ofLarge}; ${figure}`,
        details,
        listing,
      }
    }
    const details = [...damaged.findings.slice(0, 50), ...peers.problems, ...large.problems, ...tooMuch]
    return {
      ok: details.length === 0 && peers.checked > 10_000,
      figure: `${peers.versions}: ${peers.checked} comparisons; ${ofLarge}; ${figure}; problems: ${details.length}`,
      details,
      listing,
    }
  },
}
