import sharp, { type Sharp } from 'sharp'
import { gradient } from './pictures.ts'

export const WIDTH = 24
export const HEIGHT = 18

/** A gradient, ready to be written in any format. */
export function picture(width = WIDTH, height = HEIGHT): Sharp {
  return sharp(gradient(width, height), { raw: { width, height, channels: 3 } })
}

/** An animation of the gradient and its negative. */
export function animation(): Sharp {
  const first = gradient(WIDTH, HEIGHT)
  const frames = [...first, ...first.map((value) => 255 - value)]
  const raw = { width: WIDTH, height: 2 * HEIGHT, channels: 3, pageHeight: HEIGHT } as const
  return sharp(Uint8Array.from(frames), { raw })
}

/** One small file of each format. */
export async function encodedFiles(): Promise<Record<string, Buffer>> {
  return {
    jpeg: await picture().jpeg().toBuffer(),
    'progressive jpeg': await picture().jpeg({ progressive: true }).toBuffer(),
    png: await picture().png().toBuffer(),
    webp: await picture().webp().toBuffer(),
    'lossless webp': await picture().webp({ lossless: true }).toBuffer(),
    gif: await picture().gif().toBuffer(),
    tiff: await picture().tiff({ compression: 'lzw' }).toBuffer(),
    avif: await picture().avif({ effort: 0 }).toBuffer(),
  }
}
