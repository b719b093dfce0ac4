import type { Check } from '../check.ts'
import { wholeNumber } from '../whole-number.ts'

const enough = 5_000
/** What reading a large file may hold, however large it is. */
const mostMegabytes = 1000

/**
 * `ROMAE_INPUTS` damaged files (default 5,000) of seed `ROMAE_SEED` (default 1); what needs Python is skipped, with the reason, where there
 * is none that has pandas and pyarrow. `ROMAE_MEGABYTES` is the size of the large file (default 200; 3000 takes a quarter of an hour or more).
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
    if ('reason' in peers) {
      const details = damaged.findings.slice(0, 50)
      return {
        ok: details.length === 0,
        figure: `SKIPPED, what needs Python: ${peers.reason}; ${figure}`,
        details,
        listing,
      }
    }
    const large = await robustness.largeFile(wholeNumber('ROMAE_MEGABYTES', 200) / 1000, peers.python)
    const tooMuch = large.megabytes > mostMegabytes ? [`reading held ${large.megabytes.toFixed(0)} MB`] : []
    const details = [...damaged.findings.slice(0, 50), ...peers.problems, ...large.problems, ...tooMuch]
    return {
      ok: details.length === 0 && peers.checked > 10_000,
      figure:
        `${peers.versions}: ${peers.checked} comparisons; ${large.gigabytes.toFixed(2)} GB of Parquet in ${large.megabytes.toFixed(0)} MB and ` +
        `${large.seconds.toFixed(0)} s; ${figure}; problems: ${details.length}`,
      details,
      listing,
    }
  },
}
