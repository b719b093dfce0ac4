import { packageFailure, passOn } from '@romae/internal/archives'
import type { CompressedFormat } from './sniff.ts'

/** What a decoder gives for a piece of a file. */
interface Decoded {
  readonly channelData: readonly Float32Array[]
  readonly sampleRate: number
  readonly samplesDecoded: number
  readonly errors: readonly { readonly message: string }[]
  /** Of FLAC. */
  readonly bitDepth?: number
}

/** A decoder of WebAssembly, which holds memory until it is freed. */
export interface Decoder {
  readonly ready: Promise<void>
  decode(bytes: Uint8Array): Decoded | Promise<Decoded>
  flush?(): Promise<Decoded>
  free(): void
}

/** The package that decodes each format. */
const PACKAGES: Readonly<Record<CompressedFormat, string>> = {
  FLAC: '@wasm-audio-decoders/flac',
  MP3: 'mpg123-decoder',
  'Ogg Vorbis': '@wasm-audio-decoders/ogg-vorbis',
  'Ogg Opus': 'ogg-opus-decoder',
}

/** A decoder of a format. @throws PackageMissing */
export async function createDecoder(format: CompressedFormat): Promise<Decoder> {
  try {
    const decoder = await make[format]()
    await decoder.ready
    return decoder
  } catch (cause) {
    throw packageFailure([PACKAGES[format]], cause)
  }
}

const make: Readonly<Record<CompressedFormat, () => Promise<Decoder>>> = {
  FLAC: async () => new (await import('@wasm-audio-decoders/flac').catch(passOn)).FLACDecoder(),
  MP3: async () => new (await import('mpg123-decoder').catch(passOn)).MPEGDecoder(),
  'Ogg Vorbis': async () => new (await import('@wasm-audio-decoders/ogg-vorbis').catch(passOn)).OggVorbisDecoder(),
  'Ogg Opus': async () => new (await import('ogg-opus-decoder').catch(passOn)).OggOpusDecoder(),
}
