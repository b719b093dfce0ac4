import { turn } from '@romae/internal/platform'
import type { TimeSeries } from '@romae/timeseries'
import { kalman } from '@romae/timeseries/baselines'

/** Simulated series for each of the file's own, at most: then real windows are a half of what training sees, and new ones the other. */
const MOST_COPIES = 8
/** Multiplications that the smoother may take to be fitted: some seconds. */
const MOST_WORK = 5e9

/**
 * How many series are simulated for each of the file's own: none where training sees real windows once or twice; of a short file
 * it would learn the noise by heart.
 *
 * @param windows of the file
 * @param drawn windows that training sees in all
 */
export function simulatedCopies(series: readonly TimeSeries[], windows: number, drawn: number): number {
  if (kalman.work!(series) > MOST_WORK) return 0
  return Math.min(MOST_COPIES, Math.floor(drawn / (2 * windows)))
}

/**
 * Windows of simulated series, and as many real ones: each real one so many times.
 *
 * @param kept what may be learned from
 * @param samples the real windows
 * @param copies simulated series for each real one; of 0 the real windows are all
 * @param cut makes windows of series
 */
export async function withSimulated(
  kept: readonly TimeSeries[],
  samples: readonly TimeSeries[],
  { copies, seed }: { readonly copies: number; readonly seed: number },
  cut: (series: readonly TimeSeries[]) => readonly TimeSeries[],
): Promise<readonly TimeSeries[]> {
  if (copies === 0) return samples
  await turn()
  const smoother = kalman.fit(kept)
  const all: (readonly TimeSeries[])[] = []
  for (let copy = 0; copy < copies; copy++) {
    // A signal is heard between copies.
    await turn()
    all.push(samples, cut(kept.map((one) => smoother.simulate(one, (seed + copy) % 2 ** 32))))
  }
  return all.flat()
}
