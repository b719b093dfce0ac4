import { PackageMissing } from '@romae/internal/archives'
import { errors } from '../errors.ts'
import { checkSamples } from '../sound/check-sound.ts'
import type { Sound } from '../sound/sound.ts'
import type { ByteSource } from '../wav/byte-source.ts'
import type { WavLimits } from '../wav/limits.ts'
import { createDecoder, type Decoder } from './decoders.ts'
import { expectedSamples } from './expected-samples.ts'
import { readOggPages } from './ogg-pages.ts'
import type { CompressedFormat } from './sniff.ts'

/** Bytes decoded in one go: how much more than the limit can be made before it is noticed. */
const PIECE = 2 ** 14

/** What was decoded, in the order of the file. */
interface Pieces {
  readonly channels: Float32Array[][]
  rate: number
  samples: number
}

/**
 * Decodes a sound of another format than WAV.
 *
 * @throws RomaeError `AUDIO_PACKAGE_MISSING`, `AUDIO_DAMAGED`, `AUDIO_TOO_LARGE`, `AUDIO_EMPTY`, `AUDIO_NOT_FINITE`
 */
export async function decodeCompressed(
  source: ByteSource,
  format: CompressedFormat,
  limits: Required<WavLimits>,
): Promise<Pick<Sound, 'rate' | 'channels'>> {
  const { file, size } = source
  const tooLarge = (what: string, count: number, limit: number, option: string) =>
    errors.AUDIO_TOO_LARGE({ file, what, count, limit, option })
  if (size > limits.maxBytes) throw tooLarge('bytes', size, limits.maxBytes, 'maxBytes')
  const bytes = await source.read(0, size)
  const damaged = (reason: string, cause?: unknown) => errors.AUDIO_DAMAGED({ file, format, reason }, cause)
  const isOgg = format === 'Ogg Vorbis' || format === 'Ogg Opus'
  const ogg = isOgg ? readOggPages(bytes) : null
  if (ogg !== null && ogg.problem !== null) throw damaged(ogg.problem)
  const expected = isOgg ? null : expectedSamples(format, bytes)
  if (expected !== null && expected.least > limits.maxSamples) {
    throw tooLarge('samples', expected.least, limits.maxSamples, 'maxSamples')
  }
  const decoder = await createDecoder(format).catch((cause) => {
    if (!(cause instanceof PackageMissing)) throw cause
    throw errors.AUDIO_PACKAGE_MISSING({ file, format, install: cause.install }, cause)
  })
  const pieces: Pieces = { channels: [], rate: 0, samples: 0 }
  try {
    for (const piece of piecesOf(bytes)) {
      await take(decoder, format, piece, pieces)
      const all = pieces.samples * pieces.channels.length
      if (all > limits.maxSamples) throw tooLarge('samples', all, limits.maxSamples, 'maxSamples')
    }
  } catch (cause) {
    throw cause instanceof DecoderProblem ? damaged(cause.message, cause) : cause
  } finally {
    decoder.free()
  }
  const { rate } = pieces
  // The last packet of an Ogg file may hold more than is to be heard, which the decoder of Opus may leave.
  const end = ogg === null ? Infinity : Math.max(0, ogg.end - ogg.skipped)
  const samples = Math.min(pieces.samples, end)
  if (expected !== null && (samples < expected.least || samples > expected.most)) {
    throw damaged(`it has ${samples} samples a channel, and says that it has ${expected.least} or more`)
  }
  if (samples === 0) throw errors.AUDIO_EMPTY({ id: file })
  const channels = pieces.channels.map((parts) => joined(parts, samples))
  checkSamples({ id: file, channels })
  return { rate, channels }
}

/** A file in pieces, and null at its end, when the decoder gives what it still holds. */
function* piecesOf(bytes: Uint8Array): Generator<Uint8Array | null> {
  for (let from = 0; from < bytes.length; from += PIECE) yield bytes.slice(from, from + PIECE)
  yield null
}

class DecoderProblem extends Error {}

/** Whatever a decoder throws, its code of WebAssembly included, the file has made it do so. */
async function decodePiece(decoder: Decoder, bytes: Uint8Array | null) {
  try {
    return bytes === null ? await decoder.flush?.() : await decoder.decode(bytes)
  } catch (cause) {
    throw new DecoderProblem(cause instanceof Error ? cause.message : String(cause), { cause })
  }
}

/** Decodes a piece, or what is left at the end. */
async function take(
  decoder: Decoder,
  format: CompressedFormat,
  bytes: Uint8Array | null,
  pieces: Pieces,
): Promise<void> {
  const decoded = await decodePiece(decoder, bytes)
  if (decoded === undefined) return
  const { channelData, sampleRate, samplesDecoded, errors: problems, bitDepth } = decoded
  if (problems.length > 0) throw new DecoderProblem(problems[0]!.message)
  if (samplesDecoded === 0) return
  if (pieces.samples > 0 && (sampleRate !== pieces.rate || channelData.length !== pieces.channels.length)) {
    throw new DecoderProblem('its rate or its number of channels changes')
  }
  pieces.rate = sampleRate
  pieces.samples += samplesDecoded
  for (const [channel, samples] of channelData.entries()) {
    // The decoder's own memory, which it uses again.
    const own = samples.slice(0, samplesDecoded)
    if (format === 'FLAC' && bitDepth !== undefined) scaleLikeWav(own, bitDepth)
    pieces.channels[channel] ??= []
    pieces.channels[channel]!.push(own)
  }
}

/** FLAC's decoder divides integers by the largest; those of WAV files are divided by one more, so that the same integers are the same. */
function scaleLikeWav(samples: Float32Array, bits: number): void {
  const one = 2 ** (bits - 1)
  for (let at = 0; at < samples.length; at += 1) samples[at] = Math.round(samples[at]! * (one - 1)) / one
}

function joined(parts: readonly Float32Array[], length: number): Float32Array<ArrayBuffer> {
  const all = new Float32Array(length)
  let at = 0
  for (const part of parts) {
    all.set(part.subarray(0, length - at), at)
    at = Math.min(length, at + part.length)
  }
  return all
}
