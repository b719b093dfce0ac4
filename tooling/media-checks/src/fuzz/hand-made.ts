import { resealPng } from './reseal-png.ts'
import type { Input } from './seed-files.ts'
import { soundFile } from './sound-file.ts'

/** A file that is made to do harm, and must be refused. */
export interface Hostile extends Input {
  /** What the error's code must be; absent: any of the package's. */
  readonly code?: string
}

/** Files that claim what they do not hold, and small ones cut off at every byte. */
export function hostileFiles(seeds: readonly Input[]): Hostile[] {
  return [...hostileImages(seeds), ...hostileSounds(), ...truncated(seeds)]
}

function hostileImages(seeds: readonly Input[]): Hostile[] {
  const seed = (name: string) => seeds.find((file) => file.name === name)!.bytes
  const image = (name: string, bytes: Uint8Array, code?: string): Hostile => {
    return { name, kind: 'image', bytes, ...(code !== undefined && { code }) }
  }
  const gif = seed('animated gif')
  return [
    image('no bytes', new Uint8Array(0), 'IMAGE_UNSUPPORTED_FORMAT'),
    image('a text', new TextEncoder().encode('<svg width="9" height="9"/>'), 'IMAGE_UNSUPPORTED_FORMAT'),
    image('a PNG of 50,000 × 50,000', resizedPng(seed('png'), 50_000, 50_000), 'IMAGE_TOO_LARGE'),
    image('a PNG of 2³¹ − 1 squared', resizedPng(seed('png'), 2 ** 31 - 1, 2 ** 31 - 1)),
    image('a PNG of no width', resizedPng(seed('png'), 0, 14)),
    image('a PNG a little larger than its pixels', resizedPng(seed('png'), 20, 15)),
    image('a JPEG of 65,500 squared', resizedJpeg(seed('jpeg'), 65_500), 'IMAGE_TOO_LARGE'),
    image('a JPEG a little larger than its pixels', resizedJpeg(seed('jpeg'), 64)),
    image('a GIF of 65,535 squared', largestGif(gif), 'IMAGE_TOO_LARGE'),
    image('a lossy WebP of 16,383 squared', patched(seed('webp'), 26, [255, 63, 255, 63]), 'IMAGE_TOO_LARGE'),
    image('a GIF of 5,000 frames', repeatedFrames(gif, 5000), 'IMAGE_TOO_LARGE'),
  ]
}

function hostileSounds(): Hostile[] {
  const plain = soundFile('16')
  const floats = soundFile('32f')
  const sound = (name: string, bytes: Uint8Array, code: string): Hostile => ({ name, kind: 'sound', bytes, code })
  const fourGigabytes = [0xf0, 0xff, 0xff, 0xff]
  const dataSize = Buffer.from(plain).indexOf('data') + 4
  const firstFloat = Buffer.from(floats).indexOf('data') + 8
  const float = (value: number) => new Uint8Array(Float32Array.of(value).buffer)
  return [
    sound('no bytes', new Uint8Array(0), 'AUDIO_TRUNCATED'),
    sound('a WAV that claims 4 GB and is cut', patched(plain, 4, fourGigabytes).slice(0, -100), 'AUDIO_TRUNCATED'),
    sound('a WAV whose data claims 4 GB', patched(plain, dataSize, fourGigabytes), 'AUDIO_TRUNCATED'),
    sound('a WAV of no samples', withoutSamples(plain, dataSize), 'AUDIO_EMPTY'),
    sound('a WAV of no channels', patched(plain, 22, [0, 0]), 'AUDIO_BAD_HEADER'),
    sound('a WAV of 65,535 channels', patched(plain, 22, [255, 255]), 'AUDIO_BAD_HEADER'),
    sound('a WAV of rate 0', patched(plain, 24, [0, 0, 0, 0]), 'AUDIO_BAD_HEADER'),
    sound('a WAV of 0 bits', patched(plain, 34, [0, 0]), 'AUDIO_UNSUPPORTED_CODEC'),
    sound('a WAV of an unknown codec', patched(plain, 20, [0x55, 0]), 'AUDIO_UNSUPPORTED_CODEC'),
    ...[Number.NaN, Infinity, -Infinity].map((value) =>
      sound(`a WAV with ${value} in it`, patched(floats, firstFloat, float(value)), 'AUDIO_NOT_FINITE'),
    ),
  ]
}

function withoutSamples(bytes: Uint8Array, dataSize: number): Uint8Array {
  const header = patched(bytes.slice(0, dataSize + 4), dataSize, [0, 0, 0, 0])
  return patched(header, 4, [header.length - 8, 0, 0, 0])
}

/** Every beginning of one small file of each format. */
function truncated(seeds: readonly Input[]): Hostile[] {
  const names = ['jpeg', 'png', 'webp', 'lossless webp', 'animated webp', 'animated gif', '16 wav', 'ima-adpcm wav']
  return seeds
    .filter(({ name }) => names.includes(name))
    .flatMap(({ name, kind, bytes }) =>
      Array.from({ length: bytes.length }, (_, length) => {
        return { name: `${name} after ${length} of ${bytes.length} bytes`, kind, bytes: bytes.subarray(0, length) }
      }),
    )
}

function patched(bytes: Uint8Array, offset: number, values: ArrayLike<number>): Uint8Array {
  const copy = bytes.slice()
  copy.set(values, offset)
  return copy
}

/** The header chunk comes first: length, "IHDR", width, height, …. W3C PNG, section 11.2.1. */
function resizedPng(bytes: Uint8Array, width: number, height: number): Uint8Array {
  const copy = bytes.slice()
  const view = new DataView(copy.buffer)
  view.setUint32(16, width)
  view.setUint32(20, height)
  return resealPng(copy)
}

/** The frame header: marker, length, precision, height, width. ITU-T T.81, section B.2.2. */
function resizedJpeg(bytes: Uint8Array, side: number): Uint8Array {
  const frame = Buffer.from(bytes).indexOf(Buffer.of(0xff, 0xc0))
  return patched(bytes, frame + 5, [side >> 8, side & 255, side >> 8, side & 255])
}

/** The screen (bytes 6 to 9), and the first frame (bytes 5 to 8 of its descriptor), as a decoder may go by either. */
function largestGif(gif: Uint8Array): Uint8Array {
  const graphicControl = Buffer.from(gif).indexOf(Buffer.of(0x21, 0xf9))
  const descriptor = gif.indexOf(0x2c, graphicControl)
  const size = [255, 255, 255, 255]
  return patched(patched(gif, 6, size), descriptor + 5, size)
}

/** The stretch from the first graphic control extension to the trailer, many times. */
function repeatedFrames(gif: Uint8Array, count: number): Uint8Array {
  const first = Buffer.from(gif).indexOf(Buffer.of(0x21, 0xf9))
  const frames = gif.subarray(first, gif.length - 1)
  const copies = Array.from({ length: Math.ceil(count / 2) }, () => frames)
  return Buffer.concat([gif.subarray(0, first), ...copies, gif.subarray(gif.length - 1)])
}
