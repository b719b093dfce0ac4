/**
 * Triangular mel filters over the bins of a power spectrum.
 *
 * At most two filters hold a spectrum bin: it is on one's falling side and on the next one's rising side. So there is no
 * matrix, but stretches between the filters' edges: bin `k` of stretch `s`, from `starts[s]` up to `starts[s + 1]`, gives
 * `falling[k]` of its energy to filter `s − 1` and `rising[k]` to filter `s`. Filters −1 and `bins` do not exist; what goes
 * there is of no use. `starts[0]` is at least 1, as no filter begins below 0 Hz.
 */
export interface MelWeights {
  /** `[bins + 2]` */
  readonly starts: Int32Array
  readonly falling: Float64Array
  readonly rising: Float64Array
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
  const spacing = fround((mel(high) - melLow) / (bins + 1))
  const edge = (index: number) => fround(fround(melLow) + fround(index * spacing))
  const size = fftSize / 2
  const counts = new Int32Array(bins + 1)
  const falling = new Float64Array(size)
  const rising = new Float64Array(size)
  let first = size
  let stretch = 0
  for (let bin = 0; bin < size; bin++) {
    const position = mel32((rate / fftSize) * bin)
    while (stretch <= bins && position >= edge(stretch + 1)) stretch++
    if (position <= edge(0) || stretch > bins) continue
    const left = edge(stretch)
    const right = edge(stretch + 1)
    counts[stretch]! += 1
    rising[bin] = fround(fround(position - left) / fround(right - left))
    falling[bin] = fround(fround(right - position) / fround(right - left))
    first = Math.min(first, bin)
  }
  // Bins without gaps, in order: each stretch starts where the one before ends.
  const starts = new Int32Array(bins + 2).fill(first)
  counts.forEach((count, index) => {
    starts[index + 1] = starts[index]! + count
  })
  return { starts, falling, rising }
}

function mel(frequency: number): number {
  return 1127 * Math.log(1 + frequency / 700)
}

function mel32(frequency: number): number {
  return fround(1127 * fround(Math.log(fround(1 + fround(fround(frequency) / 700)))))
}
