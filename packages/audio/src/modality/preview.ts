import { exportsOf } from '@romae/internal/platform'
import type { PictureAxis, Preview } from '@romae/tokenizer/modality'
import { cut } from '../sound/cut.ts'
import { resample } from '../sound/resample.ts'
import type { Sound } from '../sound/sound.ts'
import { spectrogramPng } from '../spectrogram/picture.ts'
import type { Spectrogram } from '../spectrogram/spectrogram.ts'

/** What is heard of a sound: as much as 48 kB hold at two bytes a sample. */
const MOST_SAMPLES = 24_000
/** Speech is understood and animals are known at this rate; a longer sound is heard at it, rather than in part. */
const LEAST_RATE = 8000
/** Columns of a spectrogram that a report shows. */
const MOST_FRAMES = 400

/** How a report shows a sound: its spectrogram, and the sound itself, at a lower rate and in part where it is long. */
export async function preview(sound: Sound, toSpectrogram: (sound: Sound) => Spectrogram): Promise<Preview> {
  const spectrogram = toSpectrogram(sound)
  const [png, heard] = await Promise.all([spectrogramPng(thinned(spectrogram)), heardOf(sound)])
  return { png, ...axesOf(spectrogram, sound.rate), ...heard }
}

/** What the edges of a spectrogram's picture stand for: its filters reach from 20 Hz to half the rate. */
export function axesOf(
  { frames, framesPerSecond }: Pick<Spectrogram, 'frames' | 'framesPerSecond'>,
  rate: number,
): Record<'x' | 'y', PictureAxis> {
  return {
    x: { label: 'time', from: '0 s', to: `${(frames / framesPerSecond).toFixed(2)} s` },
    y: { label: 'mel scale', from: '20 Hz', to: `${(rate / 2000).toLocaleString('en')} kHz` },
  }
}

/** Every so many frames of one that is wider than a page. */
function thinned(spectrogram: Spectrogram): Spectrogram {
  const stride = Math.ceil(spectrogram.frames / MOST_FRAMES)
  if (stride === 1) return spectrogram
  const { bins, values } = spectrogram
  const frames = Math.ceil(spectrogram.frames / stride)
  const kept = new Float32Array(frames * bins)
  for (let frame = 0; frame < frames; frame++) {
    kept.set(values.subarray(frame * stride * bins, (frame * stride + 1) * bins), frame * bins)
  }
  return { ...spectrogram, frames, values: kept }
}

/** As much of a sound as a page can hold, at its own rate where it is short. */
async function heardOf(sound: Sound): Promise<Pick<Preview, 'wav' | 'note'>> {
  const { length } = sound.channels[0]!
  if (length <= MOST_SAMPLES) return { wav: await wavOf(sound) }
  const rate = Math.min(sound.rate, Math.max(LEAST_RATE, Math.floor((sound.rate * MOST_SAMPLES) / length)))
  const most = Math.floor((MOST_SAMPLES * sound.rate) / rate)
  const part = length > most ? cut(sound, { length: most }) : sound
  const wav = await wavOf(rate < sound.rate ? await resample(part, rate, { quality: 'fastest' }) : part)
  return length > most ? { wav, note: `heard: the first ${(most / sound.rate).toFixed(1)} s` } : { wav }
}

/** One channel of 16 bits. */
async function wavOf({ channels, rate }: Sound): Promise<Uint8Array> {
  const { WaveFile } = exportsOf(await import('wavefile'))
  const file = new WaveFile()
  const samples = Int16Array.from(channels[0]!, (value) => Math.round(Math.min(1, Math.max(-1, value)) * 32_767))
  file.fromScratch(1, Math.round(rate), '16', samples)
  return file.toBuffer()
}
