import path from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Check } from '../check.ts'
import { wholeNumber } from '../whole-number.ts'

/** What is used of the trainer's measurement. */
interface Measurement {
  measureOverhead(turns: number, dropout: boolean): Promise<{ readonly bare: number; readonly trainer: number }>
}

/** Of the trainer over the bare compiled step, in percent. */
const limit = 5

/** Median step times, four steps of each in turn; `ROMAE_TURNS` turns (default 12). */
export const overhead: Check = {
  name: 'overhead',
  description: 'training costs at most 5% over the bare compiled step (about a minute, on a quiet machine)',
  async run(root) {
    const turns = wholeNumber('ROMAE_TURNS', 12)
    const source = path.join(root, 'packages/trainer/src/testing/overhead.ts')
    const { measureOverhead }: Measurement = await import(pathToFileURL(source).href)
    const [dropout, plain] = [await measureOverhead(turns, true), await measureOverhead(turns, false)]
    const percent = ({ bare, trainer }: typeof plain) => 100 * (trainer / bare - 1)
    const describe = (times: typeof plain) =>
      `${percent(times).toFixed(1)}% (${times.trainer.toFixed(1)} and ${times.bare.toFixed(1)} ms)`
    return {
      ok: percent(plain) <= limit,
      figure:
        `training over the bare compiled step, tiny, 32 x 64 tokens: ${describe(dropout)} with dropout, ` +
        `${describe(plain)} without: ${percent(plain).toFixed(1)}%`,
      details: [`at most ${limit}% without dropout; medians of ${4 * turns} steps each, in turn`],
    }
  },
}
