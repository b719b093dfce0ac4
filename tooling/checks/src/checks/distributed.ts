import type { Check } from '../check.ts'
import { wholeNumber } from '../whole-number.ts'

/** `ROMAE_KILLS` ranks are killed (default 1), at moments that `ROMAE_SEED` (default 1) decides. Skipped where there is no MPI. */
export const distributed: Check = {
  name: 'distributed',
  description:
    'ranks under mpirun: two are two micro-batches byte for byte, more too where they add in their order, and have the same bits ' +
    'where not, on two hosts and under MPICH too; others’ data and code and full disks are refused; killed ones lose nothing (two minutes; ' +
    'ROMAE_KILLS=50 for the long form)',
  async run() {
    const robustness = await import('@romae/robustness')
    const asked = wholeNumber('ROMAE_KILLS', 1)
    // The long form takes the better part of an hour.
    const tell = (line: string) => (asked > 1 ? console.error(`  ${line}`) : undefined)
    const found = await robustness.distributed(asked, wholeNumber('ROMAE_SEED', 1), tell)
    if ('reason' in found) return { ok: true, figure: `SKIPPED, ${found.reason}` }
    const { bits, kills, problems, elsewhere, skipped } = found
    const details = [...problems, ...kills.lost, ...kills.hung, ...kills.differing]
    return {
      ok: details.length === 0 && bits.runs > 0 && kills.kills >= asked && kills.stops > 0,
      figure:
        `${bits.runs} runs of ranks, at most ${bits.farthest.toExponential(1)} from as many micro-batches` +
        `${elsewhere.map((where) => `, the same on ${where}`).join('')}; ${kills.kills} kills ` +
        `(${kills.ofFirst} of rank 0) and ${kills.stops} SIGTERMs, ${kills.saved} after a checkpoint, begun again by as many ranks ` +
        `${kills.same} times and by another number ${kills.other} times: ${kills.lost.length} lost, ${kills.hung.length} hung, ` +
        `${kills.differing.length} differing; other problems: ${problems.length}`,
      details: details.length > 0 ? details : ['nothing was tried'],
      listing: skipped.map((reason) => `not tried: ${reason}`),
    }
  },
}
