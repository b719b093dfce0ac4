/**
 * Triangular mel filters over the bins of a power spectrum, the zeros left out.
 *
 * Filter `bin` weighs the spectrum from `starts[bin]` on by `weights[offsets[bin]]` up to `offsets[bin + 1]`.
 */
export interface MelWeights {
  readonly starts: Int32Array
  readonly offsets: Int32Array
  readonly weights: Float64Array
}

/** What {@link melWeights} needs to know. */
export interface MelLayout {
  readonly bins: number
  readonly fftSize: number
  readonly rate: number
  /** In Hz: where the first filter begins and the last one ends. */
  readonly low: number
  readonly high: number
}

const { fround } = Math

/**
 * Kaldi's filters: triangles of equal width on the mel scale `1127 · ln(1 + f / 700)`, each reaching to its neighbours'
 * centres. The bin at the Nyquist frequency counts for none. A filter narrower than the bins' spacing may hold none.
 *
 * The weights are computed in 32 bits as Kaldi and torchaudio do: a filter that holds but the foot of its triangle
 * depends on the rounding so much that its logarithm would differ visibly.
 *
 * Source: Kaldi, feat/mel-computations.cc, MelBanks
 */
export function melWeights({ bins, fftSize, rate, low, high }: MelLayout): MelWeights {
  const melLow = mel(low)
  const spacing = (mel(high) - melLow) / (bins + 1)
  const edge = (index: number) => fround(fround(melLow) + fround(index * fround(spacing)))
  const spectrumMels = Float64Array.from({ length: fftSize / 2 }, (_, bin) => mel32((rate / fftSize) * bin))
  const starts = new Int32Array(bins)
  const offsets = new Int32Array(bins + 1)
  const weights: number[] = []
  for (let bin = 0; bin < bins; bin++) {
    const [left, center, right] = [edge(bin), edge(bin + 1), edge(bin + 2)] as const
    const weightAt = (position: number) => {
      const up = fround(fround(position - left) / fround(center - left))
      const down = fround(fround(right - position) / fround(right - center))
      return Math.min(up, down)
    }
    const first = spectrumMels.findIndex((position) => weightAt(position) > 0)
    for (let index = first; index >= 0 && index < spectrumMels.length; index++) {
      const weight = weightAt(spectrumMels[index]!)
      if (weight <= 0) break
      weights.push(weight)
    }
    starts[bin] = Math.max(0, first)
    offsets[bin + 1] = weights.length
  }
  return { starts, offsets, weights: Float64Array.from(weights) }
}

function mel(frequency: number): number {
  return 1127 * Math.log(1 + frequency / 700)
}

function mel32(frequency: number): number {
  return fround(1127 * fround(Math.log(fround(1 + fround(fround(frequency) / 700)))))
}
