import type { Tokens } from '@romae/tokenizer'
import { errors } from '../errors.ts'
import type { Spectrogram } from '../spectrogram/spectrogram.ts'
import type { ResolvedTokenizerOptions } from './options.ts'
import { scalingOf } from './scaling.ts'

/** Cuts spectrograms into patches and puts them together again. Both are given what is checked already. */
export interface Patches {
  readonly tokenSize: number
  /** The most tokens, where the options limit them. */
  readonly maxLength: number | undefined
  /** @throws RomaeError `AUDIO_TOO_LONG`, `AUDIO_VALUE_RANGE` */
  cut(spectrogram: Spectrogram): Tokens
  /** @throws RomaeError `AUDIO_INVALID_TOKENS` unless each patch is there once */
  join(tokens: Tokens): Spectrogram
}

/** Tokens are in order of time, then frequency; a token holds its patch row by row, frames first. */
export function patchesOf(options: ResolvedTokenizerOptions): Patches {
  const { bins, framesPerSecond, frames: fixedFrames, maxFrames, fill, positions } = options
  const [patchFrames, patchBins] = options.patch
  const columns = bins / patchBins
  const tokenSize = patchFrames * patchBins
  const { mean, spread } = scalingOf(options)
  const [timeStep, frequencyStep] = positions === 'patches' ? [1, 1] : [patchFrames / framesPerSecond, patchBins]
  const limit = fixedFrames ?? maxFrames

  function cut({ id, values, frames }: Spectrogram): Tokens {
    if (maxFrames !== undefined && frames > maxFrames) throw errors.AUDIO_TOO_LONG({ id, frames, limit: maxFrames })
    const rows = Math.ceil((fixedFrames ?? frames) / patchFrames)
    const length = rows * columns
    const tokens = { values: new Float32Array(length * tokenSize), positions: new Float32Array(length * 2), length }
    for (let frame = 0; frame < rows * patchFrames; frame++) {
      for (let bin = 0; bin < bins; bin++) {
        const value = frame < frames ? values[frame * bins + bin]! : fill
        const scaled = (value - mean[bin]!) / spread[bin]!
        const at = indexOf(frame, bin)
        tokens.values[at] = scaled
        if (!Number.isFinite(tokens.values[at])) throw errors.AUDIO_VALUE_RANGE({ id, value, scaled })
      }
    }
    for (let token = 0; token < length; token++) {
      tokens.positions[2 * token] = Math.floor(token / columns) * timeStep
      tokens.positions[2 * token + 1] = (token % columns) * frequencyStep
    }
    return tokens
  }

  /** Where the value of a frame and bin stands in tokens that are in order. */
  function indexOf(frame: number, bin: number): number {
    const token = Math.floor(frame / patchFrames) * columns + Math.floor(bin / patchBins)
    return token * tokenSize + (frame % patchFrames) * patchBins + (bin % patchBins)
  }

  function join(tokens: Tokens): Spectrogram {
    const places = placesOf(tokens)
    const frames = (tokens.length / columns) * patchFrames
    const values = new Float32Array(frames * bins)
    for (let frame = 0; frame < frames; frame++) {
      for (let bin = 0; bin < bins; bin++) {
        const ordered = indexOf(frame, bin)
        const place = Math.floor(ordered / tokenSize)
        const value = tokens.values[places[place]! * tokenSize + (ordered % tokenSize)]!
        values[frame * bins + bin] = value * spread[bin]! + mean[bin]!
      }
    }
    return { id: '', values, frames, bins, framesPerSecond }
  }

  /** For each patch in order, which token it is. */
  function placesOf({ positions: given, length }: Tokens): Int32Array {
    if (length % columns !== 0) throw invalid(`a multiple of ${columns} tokens, ${columns} at each time`, `${length}`)
    const places = new Int32Array(length).fill(-1)
    for (let token = 0; token < length; token++) {
      const [time, frequency] = [given[2 * token]!, given[2 * token + 1]!] as const
      const row = wholeSteps(time, timeStep)
      const column = wholeSteps(frequency, frequencyStep)
      const position = `token ${token} at [${time}, ${frequency}]`
      if (row === undefined || column === undefined || row >= length / columns || column >= columns) {
        throw invalid(`a grid of ${length / columns} × ${columns} patches`, position)
      }
      const place = row * columns + column
      if (places[place] !== -1) throw invalid('each patch once', `${position}, and another one there`)
      places[place] = token
    }
    return places
  }

  return {
    tokenSize,
    maxLength: limit === undefined ? undefined : (limit / patchFrames) * columns,
    cut,
    join,
  }
}

/** How many steps a coordinate is, up to its 32-bit rounding; undefined if it lies between two, or below 0. */
function wholeSteps(coordinate: number, step: number): number | undefined {
  const steps = coordinate / step
  const whole = Math.round(steps)
  return whole >= 0 && Math.abs(steps - whole) < 1e-3 ? whole : undefined
}

function invalid(expected: string, got: string) {
  return errors.AUDIO_INVALID_TOKENS({ expected, got })
}
