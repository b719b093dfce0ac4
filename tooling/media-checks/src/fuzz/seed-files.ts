import { readFileSync } from 'node:fs'
import sharp, { type Sharp } from 'sharp'
import { type Codec, soundFile } from './sound-file.ts'

type Kind = 'image' | 'sound'

/** A file, sound or damaged, and what is to decode it. */
export interface Input {
  readonly name: string
  readonly kind: Kind
  readonly bytes: Uint8Array
}

const WIDTH = 20
const HEIGHT = 14

/** Small valid files of every kind that is mutated. */
export async function seedFiles(): Promise<Input[]> {
  const images: Record<string, Sharp> = {
    jpeg: picture(3).jpeg({ quality: 60 }),
    'progressive jpeg': picture(3).jpeg({ progressive: true }),
    'grey jpeg': picture(1).toColourspace('b-w').jpeg(),
    'cmyk jpeg': picture(3).toColourspace('cmyk').jpeg(),
    'turned jpeg': picture(3).withMetadata({ orientation: 6 }).jpeg(),
    png: picture(3).png(),
    'palette png': picture(3).png({ palette: true, colours: 8 }),
    'png with alpha': picture(4).png(),
    'interlaced png': picture(3).png({ progressive: true }),
    '16-bit png': picture(3).toColourspace('rgb16').png(),
    webp: picture(3).webp(),
    'lossless webp': picture(3).webp({ lossless: true }),
    'webp with alpha': picture(4).webp(),
    'animated webp': animation().webp({ delay: [50, 50] }),
    gif: picture(3).gif(),
    'animated gif': animation().gif({ delay: [50, 50] }),
  }
  const codecs: readonly Codec[] = ['8', '16', '24', '32', '32f', '64', 'a-law', 'mu-law', 'ima-adpcm']
  const encoded = Object.entries(images).map(async ([name, image]): Promise<Input> => {
    // A copy: the `slice` of a Buffer is none, and the mutations would change the original.
    return { name, kind: 'image', bytes: Uint8Array.from(await image.toBuffer()) }
  })
  return [
    ...(await Promise.all(encoded)),
    ...['deep.tif', 'floats.tif', 'microscope.tif'].map((name) => kept('image', name)),
    ...codecs.map((codec): Input => ({ name: `${codec} wav`, kind: 'sound', bytes: soundFile(codec) })),
    { name: 'stereo wav', kind: 'sound', bytes: soundFile('16', { channels: 2 }) },
    ...['sound.flac', 'sound.mp3', 'sound.ogg', 'sound.opus'].map((name) => kept('sound', name)),
    { name: 'big-endian wav', kind: 'sound', bytes: soundFile('24', { container: 'RIFX' }) },
  ]
}

/** One that another library wrote, of the tests of its package. */
function kept(kind: Kind, name: string): Input {
  const folder = `../../../../packages/${kind === 'image' ? 'image' : 'audio'}/src/testing/formats/`
  return { name, kind, bytes: Uint8Array.from(readFileSync(new URL(folder + name, import.meta.url))) }
}

/** A gradient with some texture. */
function picture(channels: 1 | 3 | 4): Sharp {
  return sharp(samples(channels), { raw: { width: WIDTH, height: HEIGHT, channels } })
}

function animation(): Sharp {
  const first = samples(3)
  const frames = Uint8Array.from([...first, ...first.map((value) => 255 - value)])
  return sharp(frames, { raw: { width: WIDTH, height: 2 * HEIGHT, channels: 3, pageHeight: HEIGHT } })
}

function samples(channels: number): Uint8Array {
  return Uint8Array.from({ length: WIDTH * HEIGHT * channels }, (_, index) => (index * 5) ^ (index >> 3))
}
