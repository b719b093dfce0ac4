import type { Check } from '../check.ts'

/** Skipped, with the reason, where this process may not mount a file system. */
export const diskFull: Check = {
  name: 'disk-full',
  description:
    'checkpoints, logs and saved models survive a disk that is full or read-only at every write (needs root)',
  async run() {
    const robustness = await import('@romae/robustness')
    const found = await robustness.diskFull()
    if ('reason' in found) return { ok: true, figure: `SKIPPED, no file system could be mounted: ${found.reason}` }
    const { failures, codes, problems } = found
    const counts = Object.entries(failures).map(([fault, count]) => `${count} ${fault}`)
    const missing = Object.entries(failures).filter(([, count]) => count < 8)
    const details = [
      ...problems.slice(0, 50),
      ...missing.map(([fault, count]) => `${fault}: only ${count} writes failed, so that little was tried`),
    ]
    return {
      ok: details.length === 0,
      figure: `writes that failed: ${counts.join(', ')}; untyped errors, lost or torn files: ${problems.length}`,
      details,
      listing: [[...codes].map(([code, count]) => `${code} ${count}`).join(', ')],
    }
  },
}
