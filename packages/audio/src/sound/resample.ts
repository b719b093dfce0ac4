import { quote } from '@romae/internal/errors'
import type { OptionsOf, Schema, ValueOf } from '@romae/internal/options'
import { exportsOf } from '@romae/internal/platform'
import { errors } from '../errors.ts'
import { positive, readOption, readOptions } from '../options.ts'
import { maxSamples } from '../wav/limits.ts'
import { checkSamples, checkSound, soundLength } from './check-sound.ts'
import type { Sound } from './sound.ts'

export const quality = {
  kind: 'choice',
  of: ['best', 'medium', 'fastest'],
  default: 'medium',
  help: 'of the resampling',
} as const

/**
 * libsamplerate's converters by band-limited interpolation: 97 %, 90 % and 80 % of the bandwidth pass. What pipelines for speech and
 * AudioSet take by default, a sinc of six zero crossings under a Hann window (`torchaudio.functional.resample`), passes about as much as
 * `medium` and lets more of what the new rate cannot hold through; `best` takes three times as long for what log-mel bins do not show.
 */
export type ResamplingQuality = ValueOf<typeof quality>

const schema = { quality, maxSamples } as const satisfies Schema

/** How {@link resample} works. */
export interface ResampleOptions extends OptionsOf<typeof schema> {}

const CONVERTERS = {
  best: 'SRC_SINC_BEST_QUALITY',
  medium: 'SRC_SINC_MEDIUM_QUALITY',
  fastest: 'SRC_SINC_FASTEST',
} as const

/** The library converts by no more than this, up or down. */
const LARGEST_RATIO = 256
/** The rates that its binding takes; only their ratio matters to the library itself. */
const RATES = { lowest: 1, highest: 192_000 }
/** Samples given or taken in one call: the library's own buffers hold more, and its answer to too much is an odd one. */
const CHUNK = 32_768

/**
 * A sound at another rate, by libsamplerate (loaded on first use): no delay, `ceil(samples · rate / sound.rate)` samples.
 *
 * Sounds near full scale may come out slightly beyond it.
 *
 * @throws RomaeError `AUDIO_RATE_RATIO` beyond a factor of 256, `AUDIO_TOO_LARGE` beyond `maxSamples`
 */
export async function resample(sound: Sound, rate: number, options: ResampleOptions = {}): Promise<Sound> {
  readOption('resample', 'rate', positive, rate)
  const { quality, maxSamples } = readOptions('resample', schema, options)
  checkSound(sound)
  checkSamples(sound)
  const { id, channels } = sound
  const ratio = rate / sound.rate
  if (ratio === 1) return { ...sound, channels: channels.map((samples) => samples.slice()) }
  if (ratio > LARGEST_RATIO || ratio < 1 / LARGEST_RATIO) {
    throw errors.AUDIO_RATE_RATIO({ id, from: sound.rate, to: rate, largest: LARGEST_RATIO })
  }
  const length = Math.ceil((soundLength(sound) * rate) / sound.rate)
  const count = length * channels.length
  if (count > maxSamples) {
    throw errors.AUDIO_TOO_LARGE({
      file: `${quote(id)} at rate ${rate}`,
      what: 'samples',
      count,
      limit: maxSamples,
      option: 'maxSamples',
    })
  }
  const converted: Float32Array[] = []
  for (const samples of channels) {
    const scale = scaleIntoRange(sound.rate, rate)
    const converter = await converterOf(sound.rate * scale, rate * scale, quality)
    // Setting a rate makes it forget what came before.
    converter.inputSampleRate = sound.rate * scale
    converted.push(convert(samples, length, ratio, (chunk) => converter.full(chunk)))
  }
  return { ...sound, rate, channels: converted }
}

/** What brings both rates, which differ by no more than {@link LARGEST_RATIO}, into the binding's range. */
function scaleIntoRange(from: number, to: number): number {
  const isInside = Math.min(from, to) >= RATES.lowest && Math.max(from, to) <= RATES.highest
  return isInside ? 1 : RATES.highest / Math.max(from, to)
}

/** The latest converter: making one compiles the library, and a data set mostly needs the same again. */
let latest: { readonly key: string; readonly converter: ReturnType<typeof makeConverter> } | undefined

function converterOf(from: number, to: number, quality: ResamplingQuality) {
  const key = `${from} ${to} ${quality}`
  if (latest?.key !== key) latest = { key, converter: makeConverter(from, to, quality) }
  return latest.converter
}

async function makeConverter(from: number, to: number, quality: ResamplingQuality) {
  const { create, ConverterType } = exportsOf(await import('@alexanderolsen/libsamplerate-js'))
  return create(1, from, to, { converterType: ConverterType[CONVERTERS[quality]] })
}

function convert(
  samples: Float32Array,
  length: number,
  ratio: number,
  next: (chunk: Float32Array) => Float32Array,
): Float32Array {
  const step = Math.max(1, Math.floor(CHUNK / Math.max(1, ratio)))
  const silence = new Float32Array(step)
  const converted = new Float32Array(length)
  // The last samples come out only when as many zeros have gone in as the filter looks ahead.
  for (let at = 0, filled = 0; filled < length; at += step) {
    const chunk = next(at < samples.length ? samples.subarray(at, at + step) : silence)
    converted.set(chunk.subarray(0, length - filled), filled)
    filled += chunk.length
  }
  return converted
}
