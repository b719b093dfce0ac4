import type { FilterBankOptions } from '../filter-bank/options.ts'

/**
 * Kaldi's filter bank written down from its definition, with 64 bits, whole matrices and a transform by sums: slow, and
 * sharing nothing with the package's.
 *
 * @returns `[frames][bins]`
 */
export function naiveFilterBank(samples: Float32Array, options: FilterBankOptions): number[][] {
  const { rate, frameLength = 25, frameShift = 10, window = 'hanning', preemphasis = 0.97, bins = 128 } = options
  const { lowFrequency = 20, highFrequency = 0, removeDcOffset = true, snipEdges = true } = options
  const length = Math.floor((rate * frameLength) / 1000)
  const shift = Math.floor((rate * frameShift) / 1000)
  const high = highFrequency > 0 ? highFrequency : rate / 2 + highFrequency
  let size = 1
  while (size < length) size *= 2

  const frames: number[][] = []
  const count = samples.length
  const total = snipEdges
    ? Math.floor((count - length) / shift) + 1
    : Math.floor((count + Math.floor(shift / 2)) / shift)
  for (let frame = 0; frame < total; frame++) {
    const start = snipEdges ? frame * shift : frame * shift - (Math.floor(length / 2) - Math.floor(shift / 2))
    const mirrored = (at: number): number =>
      at < 0 ? mirrored(-at - 1) : at >= count ? mirrored(2 * count - 1 - at) : samples[at]!
    frames.push(Array.from({ length }, (_, index) => mirrored(start + index)))
  }
  return frames.map((frame) => {
    const mean = removeDcOffset ? frame.reduce((sum, value) => sum + value) / length : 0
    const centered = frame.map((value) => value - mean)
    const emphasised = centered.map((value, index) => value - preemphasis * centered[Math.max(0, index - 1)]!)
    const windowed = emphasised.map((value, index) => value * windowAt(window, index / (length - 1)))
    const energies = Array.from({ length: size / 2 }, (_, bin) => powerAt(windowed, bin / size))
    return Array.from({ length: bins }, (_, bin) => {
      const edge = (index: number) => mel(lowFrequency) + (index * (mel(high) - mel(lowFrequency))) / (bins + 1)
      const energy = energies.reduce((sum, power, index) => {
        const position = mel((index * rate) / size)
        const up = (position - edge(bin)) / (edge(bin + 1) - edge(bin))
        const down = (edge(bin + 2) - position) / (edge(bin + 2) - edge(bin + 1))
        return sum + Math.max(0, Math.min(up, down)) * power
      }, 0)
      return Math.log(Math.max(energy, 1.1920928955078125e-7))
    })
  })
}

function mel(frequency: number): number {
  return 1127 * Math.log(1 + frequency / 700)
}

function powerAt(samples: readonly number[], frequency: number): number {
  let re = 0
  let im = 0
  samples.forEach((sample, index) => {
    re += sample * Math.cos(2 * Math.PI * frequency * index)
    im += sample * Math.sin(2 * Math.PI * frequency * index)
  })
  return re * re + im * im
}

function windowAt(name: string, place: number): number {
  const turn = Math.cos(2 * Math.PI * place)
  if (name === 'hamming') return 0.54 - 0.46 * turn
  if (name === 'blackman') return 0.42 - 0.5 * turn + 0.08 * Math.cos(4 * Math.PI * place)
  if (name === 'rectangular') return 1
  return ((1 - turn) / 2) ** (name === 'povey' ? 0.85 : 1)
}
