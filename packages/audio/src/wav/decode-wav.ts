import { type OptionsOf, type Schema, value } from '@romae/internal/options'
import { decodeCompressed } from '../compressed/decode-compressed.ts'
import { ENOUGH, formatOf } from '../compressed/sniff.ts'
import { errors } from '../errors.ts'
import { anyText, positive, readOptions } from '../options.ts'
import { checkSamples } from '../sound/check-sound.ts'
import { mixChannels, mixOption } from '../sound/mix-channels.ts'
import { quality, resample } from '../sound/resample.ts'
import type { Sound } from '../sound/sound.ts'
import { type ByteSource, withBytes } from './byte-source.ts'
import { badHeader, type LayoutOptions, readLayout, type WavLayout } from './chunks.ts'
import { badAdpcmBlock, compressedDecoder } from './compressed.ts'
import { ADPCM_HEADER, readFormat, type WavFormat } from './format.ts'
import { limitSchema, type WavLimits } from './limits.ts'
import { linearDecoder, type PieceDecoder } from './linear.ts'

/** How a file becomes a sound. */
export const decodingSchema = {
  ...limitSchema,
  mix: { ...mixOption, help: 'makes one channel of all; absent: all stay' },
  rate: { ...positive, help: 'resamples to this rate; absent: the file’s own stays' },
  quality,
  strict: {
    kind: 'flag',
    default: false,
    help:
      'refuses a file whose header contradicts it even where all samples are there: a container of another size than the ' +
      'file, an odd chunk that is not filled up to an even size. Else it is read, and `onNote` is told',
  },
  openEnd: {
    kind: 'flag',
    default: false,
    help:
      'reads data whose size is 0 or FFFFFFFF, as programs write into a pipe, to the end of the file: nothing can tell then ' +
      'whether the file is whole, or has something else at its end. Else it is an error',
  },
  onNote: {
    kind: value<(note: string) => void>(),
    default: () => {},
    help: 'is told what is wrong with a file that can be read nevertheless',
  },
} as const satisfies Schema

const schema = {
  ...decodingSchema,
  id: { ...anyText, help: 'the file’s path, or `<bytes>`, by default' },
  label: anyText,
} as const satisfies Schema

/** What {@link decodeSound} and {@link decodeWav} take. */
export interface DecodeOptions extends OptionsOf<typeof schema> {}

/** Bytes decoded in one go: what is needed at a time besides the result. */
const PIECE = 2 ** 18

/**
 * Decodes a WAV file, by path or from its bytes: PCM of 8 to 32 bits, floating point of 32 and 64 bits, A-law, µ-law,
 * mono IMA ADPCM; RIFF, RIFX and RF64; plain and extensible headers.
 *
 * Integers become [-1, 1); floating point stays as it is, and has to be finite. Only the header is read before the
 * limits are checked, so memory is bounded by them whatever a file claims: 4 bytes a sample of the result, a few
 * MiB besides, and up to three times the former while channels are mixed or resampled.
 *
 * @throws RomaeError `AUDIO_CANNOT_READ`, `AUDIO_NOT_WAV`, `AUDIO_TRUNCATED`, `AUDIO_OPEN_END`, `AUDIO_BAD_HEADER`,
 * `AUDIO_UNSUPPORTED_CODEC`,
 *   AUDIO_TOO_LARGE, AUDIO_EMPTY and AUDIO_NOT_FINITE, each naming the file; what {@link mixChannels} and
 *   {@link resample} throw
 */
export function decodeWav(source: string | Uint8Array, options: DecodeOptions = {}): Promise<Sound> {
  return decodeAny('decodeWav', source, options, decode)
}

/**
 * Decodes a sound by path or from its bytes: a WAV file as {@link decodeWav} does; FLAC, MP3, Ogg Vorbis and Ogg Opus by packages of
 * WebAssembly, of which each is loaded when a file needs it. What a file is its first bytes tell, whatever it is called.
 *
 * A FLAC file of a WAV file's integers has the same samples. Opus comes at 48 kHz, as it always does. `strict` and `openEnd` are for WAV files.
 * A file that is cut short or damaged is an error where it can be known: by FLAC's and Ogg's checksums and counts, and by an MP3's count of
 * frames, where its encoder has left one.
 *
 * @throws RomaeError what {@link decodeWav} throws; `AUDIO_PACKAGE_MISSING`, `AUDIO_DAMAGED`
 */
export function decodeSound(source: string | Uint8Array, options: DecodeOptions = {}): Promise<Sound> {
  return decodeAny('decodeSound', source, options, async (bytes, limits, reading) => {
    const format = formatOf(await bytes.read(0, Math.min(ENOUGH, bytes.size)))
    return format === null ? decode(bytes, limits, reading) : decodeCompressed(bytes, format, limits)
  })
}

async function decodeAny(
  of: string,
  source: string | Uint8Array,
  options: DecodeOptions,
  decodeBytes: typeof decode,
): Promise<Sound> {
  const read = readOptions(of, schema, options)
  if (typeof source !== 'string' && !(source instanceof Uint8Array)) {
    throw errors.AUDIO_INVALID_OPTION({ of, key: 'source', expected: 'a path or a Uint8Array', got: source })
  }
  const { id = typeof source === 'string' ? source : '<bytes>', label, mix, rate, quality, maxSamples } = read

  const decoded = await withBytes(source, id, (bytes) => decodeBytes(bytes, read, read))
  const sound: Sound = { id, ...decoded, ...(label !== undefined && { label }) }
  const mixed = mix === undefined ? sound : mixChannels(sound, mix)
  return rate === undefined || rate === mixed.rate ? mixed : resample(mixed, rate, { quality, maxSamples })
}

async function decode(
  bytes: ByteSource,
  limits: Required<WavLimits>,
  reading: LayoutOptions,
): Promise<Pick<Sound, 'rate' | 'channels'>> {
  const { file } = bytes
  const layout = await readLayout(bytes, reading)
  const format = await readFormat(bytes, layout)
  const length = soundLengthOf(file, layout, format)
  requireWithin(file, 'bytes', layout.data.size, limits.maxBytes)
  requireWithin(file, 'samples', length * format.channels, limits.maxSamples)
  if (length === 0) throw errors.AUDIO_EMPTY({ id: file })

  const channels = Array.from({ length: format.channels }, () => new Float32Array(length))
  const decodePiece = await decoderOf(format, layout)
  const blocks = Math.max(1, Math.floor(PIECE / format.blockSize))
  const { start, size } = layout.data
  for (let at = 0, offset = 0; at < length; at += blocks * format.blockSamples, offset += blocks * format.blockSize) {
    const piece = await bytes.read(start + offset, Math.min(blocks * format.blockSize, size - offset))
    if (format.encoding === 'ima-adpcm') checkAdpcm(file, piece, format, start + offset)
    decodePiece(
      piece,
      channels.map((samples) => samples.subarray(at, at + blocks * format.blockSamples)),
    )
  }
  checkSamples({ id: file, channels })
  return { rate: format.rate, channels }
}

function decoderOf(format: WavFormat, { bigEndian }: WavLayout): PieceDecoder | Promise<PieceDecoder> {
  const { encoding } = format
  if (encoding === 'pcm' || encoding === 'float') return linearDecoder(format, bigEndian)
  return compressedDecoder(format, encoding)
}

/** Samples of each channel. */
function soundLengthOf(file: string, { data, isOpen, factSamples }: WavLayout, format: WavFormat): number {
  const { encoding, blockSize, blockSamples } = format
  const rest = data.size % blockSize
  const whole = ((data.size - rest) / blockSize) * blockSamples
  if (encoding !== 'ima-adpcm') {
    if (rest === 0 || isOpen) return whole
    throw badHeader(file, 'size of the "data" chunk', `a multiple of ${blockSize} bytes`, `${data.size}`)
  }
  if (rest > 0 && rest < ADPCM_HEADER) {
    const needed = data.size - rest + ADPCM_HEADER
    throw errors.AUDIO_TRUNCATED({ file, what: 'the last block', offset: data.start, needed, got: data.size })
  }
  const length = whole + (rest === 0 ? 0 : 1 + 2 * (rest - ADPCM_HEADER))
  // The last block may be filled up; the fact chunk says how much of it counts.
  return Math.min(length, factSamples ?? length)
}

function checkAdpcm(file: string, piece: Uint8Array, { blockSize }: WavFormat, offset: number): void {
  const bad = badAdpcmBlock(piece, blockSize)
  if (bad === -1) return
  throw badHeader(file, `step index of the block at byte ${offset + bad}`, '0 to 88', String(piece[bad + 2]))
}

function requireWithin(file: string, what: 'bytes' | 'samples', count: number, limit: number): void {
  const option = what === 'bytes' ? 'maxBytes' : 'maxSamples'
  if (count > limit) throw errors.AUDIO_TOO_LARGE({ file, what, count, limit, option })
}
