import { join } from 'node:path'
import { createRandom } from '@romae/core'
import { writeFile, writeJson } from 'romae'
import sharp from 'sharp'

/** Sounds of one length and rate, as the peer reads them too. */
export const SOUNDS = { count: 8, rate: 16_000, length: 160_000 } as const
const IMAGES = 32
/** The side of Tiny ImageNet's images. */
const SIDE = 64

/**
 * Writes what both sides work on: `sounds.f32`, ten seconds of tones in noise each, and `images/*.jpg`, soft shapes with
 * texture, which compress to about what photos do.
 */
export async function writeTestData(folder: string): Promise<void> {
  const random = createRandom(0, 'bench', 'media')
  const samples = Float32Array.from({ length: SOUNDS.count * SOUNDS.length }, (_, index) => {
    return 0.3 * Math.sin(index * (0.05 + 0.02 * Math.sin(index / 20_000))) + 0.05 * random.normal()
  })
  await writeFile(join(folder, 'sounds.f32'), new Uint8Array(samples.buffer))
  await writeJson(join(folder, 'sounds.json'), SOUNDS)
  for (let number = 0; number < IMAGES; number++) {
    const waves = Array.from({ length: 9 }, () => 0.5 * random.uniform())
    const pixels = Uint8Array.from({ length: SIDE * SIDE * 3 }, (_, index) => {
      const [channel, x, y] = [index % 3, Math.floor(index / 3) % SIDE, Math.floor(index / 3 / SIDE)]
      const wave = (at: number) => Math.sin(waves[at]! * x + waves[(at + 4) % 9]! * y + channel)
      return 128 + 50 * wave(number % 9) + 40 * wave((number + 3) % 9) + 8 * random.normal()
    })
    const raw = { width: SIDE, height: SIDE, channels: 3 } as const
    const file = join(folder, 'images', `${String(number).padStart(3, '0')}.jpg`)
    await writeFile(file, await sharp(pixels, { raw }).jpeg({ quality: 90 }).toBuffer())
  }
}
