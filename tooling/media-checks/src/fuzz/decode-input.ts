import { decodeSound } from '@romae/audio'
import { decodeImage } from '@romae/image'
import { RomaeError } from '@romae/tokenizer'
import type { Input } from './seed-files.ts'

/** What became of an input: `decoded`, the code of a typed error that names it, or a problem of ours. */
export type Outcome = { readonly code: string } | { readonly problem: string }

/** The limits that every input is decoded under: at most 18 bytes a pixel, and 12 a sample while resampling. */
const LIMITS = { maxPixels: 1_000_000, maxSamples: 1_000_000, maxBytes: 2 ** 22 } as const

/** Decodes one input; `number` varies the options, and names the file. Never throws. */
export async function decodeInput({ kind, bytes }: Input, number: number): Promise<Outcome> {
  const id = `input-${number}`
  try {
    const problem = kind === 'image' ? await decodePicture(bytes, id, number) : await decodeAudio(bytes, id, number)
    return problem === null ? { code: 'decoded' } : { problem }
  } catch (error) {
    return outcomeOf(error, id)
  }
}

/** An error of a file called `id`. */
export function outcomeOf(error: unknown, id: string): Outcome {
  if (!RomaeError.isInstance(error)) return { problem: `an untyped error: ${String(error)}` }
  if (!error.message.includes(id)) return { problem: `${error.code} does not name the file: ${error.message}` }
  return { code: error.code }
}

async function decodePicture(bytes: Uint8Array, id: string, number: number): Promise<string | null> {
  const { maxPixels, maxBytes } = LIMITS
  const { width, height, channels, frames, data } = await decodeImage(bytes, {
    id,
    maxPixels,
    maxBytes,
    frames: 'all',
    channels: number % 5 === 0 ? 1 : 3,
    ...(number % 4 === 0 && { resize: { width: 8, height: 8 } }),
  })
  if (data.length !== width * height * channels * frames) return `${data.length} numbers for an image of another size`
  // A frame's shape depends on the format's reading of a damaged header, as its range does where it is one of floats.
  return data.every(Number.isFinite) ? null : 'pixels that are not finite'
}

async function decodeAudio(bytes: Uint8Array, id: string, number: number): Promise<string | null> {
  const { maxSamples, maxBytes } = LIMITS
  const conversion = number % 8 === 0 ? ({ mix: 'mean', rate: 16_000, quality: 'fastest' } as const) : {}
  const { channels } = await decodeSound(bytes, { id, maxSamples, maxBytes, ...conversion })
  if (channels.length === 0 || channels.some(({ length }) => length === 0)) return 'a sound of no samples'
  return channels.every((samples) => samples.every(Number.isFinite)) ? null : 'samples that are not finite'
}
