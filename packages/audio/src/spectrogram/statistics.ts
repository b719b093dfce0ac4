import type { ValueOf } from '@romae/internal/options'
import { mean } from '@romae/internal/statistics'
import { errors } from '../errors.ts'
import { readOption } from '../options.ts'
import { checkSpectrogram, type Spectrogram } from './spectrogram.ts'

/** Mean and (population) standard deviation: one of all bins, or one a bin. A constant bin has `std` 1. */
export interface SpectrogramStatistics {
  readonly mean: readonly number[]
  readonly std: readonly number[]
}

/** Whether each bin has statistics of its own, or all have the same. */
export type StatisticsScope = ValueOf<typeof scopeOption>

const scopeOption = { kind: 'choice', of: ['per-bin', 'global'] } as const

/**
 * Statistics of spectrograms that are made one by one; use the training split alone. For spectrograms in memory,
 * `spectrogramTokenizer.fit` does the same.
 *
 * @throws RomaeError `AUDIO_NOTHING_TO_FIT` without spectrograms, `AUDIO_BINS` if they differ in bins
 */
export async function spectrogramStatistics(
  spectrograms: AsyncIterable<Spectrogram> | Iterable<Spectrogram>,
  scope: StatisticsScope,
): Promise<SpectrogramStatistics> {
  readOption('spectrogramStatistics', 'scope', scopeOption, scope)
  const accumulator = new SpectrogramAccumulator(scope)
  for await (const spectrogram of spectrograms) accumulator.add(spectrogram)
  return accumulator.statistics()
}

/** Running means and sums of squared deviations, spectrogram by spectrogram. */
export class SpectrogramAccumulator {
  readonly #scope: StatisticsScope
  #bins = 0
  #count = 0
  #mean = new Float64Array(0)
  #squares = new Float64Array(0)

  constructor(scope: StatisticsScope) {
    this.#scope = scope
  }

  /** @throws RomaeError `AUDIO_BINS` if it differs in bins from those before */
  add(spectrogram: Spectrogram): void {
    checkSpectrogram(spectrogram)
    const { id, values, frames, bins } = spectrogram
    if (this.#bins === 0) {
      this.#bins = bins
      this.#mean = new Float64Array(bins)
      this.#squares = new Float64Array(bins)
    }
    if (bins !== this.#bins) throw errors.AUDIO_BINS({ id, expected: this.#bins, got: bins })
    for (let frame = 0; frame < frames; frame++) {
      this.#count += 1
      for (let bin = 0; bin < bins; bin++) {
        const delta = values[frame * bins + bin]! - this.#mean[bin]!
        this.#mean[bin]! += delta / this.#count
        this.#squares[bin]! += delta * (values[frame * bins + bin]! - this.#mean[bin]!)
      }
    }
  }

  /** @throws RomaeError `AUDIO_NOTHING_TO_FIT` before the first spectrogram */
  statistics(): SpectrogramStatistics {
    if (this.#count === 0) throw errors.AUDIO_NOTHING_TO_FIT({})
    const variances = this.#squares.map((squares) => squares / this.#count)
    if (this.#scope === 'per-bin') return { mean: [...this.#mean], std: Array.from(variances, stdOf) }
    // Every bin has as many values, so the whole's variance is theirs within plus that of their means.
    const center = mean(this.#mean)
    const between = mean(this.#mean.map((value) => (value - center) ** 2))
    return { mean: [center], std: [stdOf(mean(variances) + between)] }
  }
}

function stdOf(variance: number): number {
  return variance > 0 ? Math.sqrt(variance) : 1
}
