import type { Check } from '../check.ts'
import { runScript } from '../run-script.ts'
import { wholeNumber } from '../whole-number.ts'

/** What the trainer's run on a file measured, in bytes. */
interface Measured {
  /** Of the file. */
  readonly bytes: number
  readonly steps: number
  /** Resident memory of the process, its worker included, after the first steps; and the most since. */
  readonly before: number
  readonly most: number
}

/** Of growth. */
const limitMiB = 96
/** How many times the limit the data set is, at least. */
const times = 5

/** One epoch of a model on a file of `ROMAE_SAMPLES` samples (default 9,600) of 64 KiB each, read as training goes. */
export const streaming: Check = {
  name: 'streaming',
  description: `a data set of over ${times * limitMiB} MiB is trained on while memory grows by less than ${limitMiB} MiB (20 seconds)`,
  async run(root) {
    const samples = wholeNumber('ROMAE_SAMPLES', 9_600, 1_000)
    const { stdout } = await runScript(root, 'packages/trainer/src/testing/streamed-run.ts', [`${samples}`])
    const { bytes, steps, before, most } = JSON.parse(stdout) as Measured
    const [data, start, end] = [bytes, before, most].map((size) => size / 2 ** 20) as [number, number, number]
    return {
      ok: end - start < limitMiB && data >= times * limitMiB,
      figure:
        `${steps} steps on ${data.toFixed(0)} MiB of data, resident memory from ${start.toFixed(0)} to at most ` +
        `${end.toFixed(0)} MiB, growth in MiB: ${(end - start).toFixed(0)}`,
      details: [`less than ${limitMiB} MiB, on data of at least ${times} times that`],
    }
  },
}
