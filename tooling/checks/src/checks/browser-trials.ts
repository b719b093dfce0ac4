import type { Check } from '../check.ts'

/** What needs a browser of its own or minutes: too long for CI. */
export const browserTrials: Check = {
  name: 'browser-trials',
  description:
    'Chromium and Firefox: a fine-tuning that is reloaded, exports, models of a server, picked folders, pages without storage, tabs in the ' +
    'background, memory, kills and quotas (minutes)',
  async run() {
    const { tryTrials } = await import('@romae/browser-check')
    const { lines, problems } = await tryTrials()
    return {
      ok: problems.length === 0 && lines.length > 0,
      figure: `problems in ${lines.length} trials: ${problems.length}`,
      details: problems,
      listing: lines,
    }
  },
}
