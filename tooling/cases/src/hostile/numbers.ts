import { readWideCsv } from '@romae/timeseries'
import type { Case } from '../case.ts'

async function* text() {
  yield `t,v\n0,${'1'.repeat(240_000)}x\n`
}

/** Cells that cost more time than their length. */
export const numberCases: readonly Case[] = [
  {
    name: 'a cell of 240 kB of digits that is no number is refused at once',
    async try() {
      const started = performance.now()
      const code = await readWideCsv(text(), { time: 't', channels: ['v'] }).then(
        () => 'read',
        (error: { code?: string }) => error.code,
      )
      const elapsed = performance.now() - started
      if (code !== 'TIMESERIES_BAD_NUMBER' || elapsed > 1000) throw new Error(`${code} after ${elapsed.toFixed(0)} ms`)
      return undefined
    },
  },
]
