import { readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { crc32 } from 'node:zlib'
import { decodeImage, imageFromPixels, toPng } from '@romae/image'
import type { Case } from '../case.ts'
import { requireCode } from './outcome.ts'

/** A PNG file with a chunk put before its pixels. */
async function pngWith(...chunks: readonly (readonly [type: string, content: Buffer])[]): Promise<Buffer> {
  const png = await toPng(imageFromPixels({ width: 8, height: 6, data: new Float32Array(8 * 6 * 3).fill(0.5) }))
  const bytes = chunks.flatMap(([type, content]) => {
    const typed = Buffer.concat([Buffer.from(type), content])
    const [length, checksum] = [Buffer.alloc(4), Buffer.alloc(4)]
    length.writeUInt32BE(content.length)
    checksum.writeUInt32BE(crc32(typed))
    return [length, typed, checksum]
  })
  return Buffer.concat([png.subarray(0, 33), ...bytes, png.subarray(33)])
}

const counts = (frames: number) => {
  const bytes = Buffer.alloc(8)
  bytes.writeUInt32BE(frames)
  return ['acTL', bytes] as const
}
const isFrame = [
  'fcTL',
  Buffer.from([0, 0, 0, 0, 0, 0, 0, 8, 0, 0, 0, 6, ...Array(8).fill(0), 0, 1, 0, 10, 0, 0]),
] as const

/** Animations of formats that mostly hold still images. */
export const animationCases: readonly Case[] = [
  ...[2, 3, 100].map((frames) => ({
    name: `an animated PNG of ${frames} frames is no still image, and gives its first frame where that is asked for`,
    async try() {
      const bytes = await pngWith(counts(frames), isFrame)
      await requireCode('IMAGE_SEVERAL_FRAMES', () => decodeImage(bytes))
      await requireCode('IMAGE_UNSUPPORTED_FORMAT', () => decodeImage(bytes, { frames: 'all' }))
      const first = await decodeImage(bytes, { frames: 'first' })
      if (first.frames !== 1 || first.width !== 8) throw new Error(`${first.frames} frames of width ${first.width}`)
      return undefined
    },
  })),
  {
    name: 'an animated PNG whose still image is no frame has no first one; one of one frame is a still image',
    async try() {
      const bytes = await pngWith(counts(2))
      await requireCode('IMAGE_UNSUPPORTED_FORMAT', () => decodeImage(bytes, { frames: 'first' }))
      await decodeImage(await pngWith(counts(1), isFrame))
      return undefined
    },
  },
  ...(['one', 'first', 'all'] as const).map((frames) => ({
    name: `an animated AVIF is not called damaged with frames ${frames}`,
    async try() {
      const file = '../../../../packages/image/fixtures/three-frames.avif'
      const bytes = await readFile(new URL(file, import.meta.url))
      const code = frames === 'one' ? 'IMAGE_SEVERAL_FRAMES' : 'IMAGE_UNSUPPORTED_FORMAT'
      await requireCode(code, () => decodeImage(bytes, { frames }))
      return undefined
    },
  })),
  {
    name: 'the app for images says of animations that their first frames are taken, as often as a person reads it',
    async try({ folder, runAlone }) {
      for (let number = 0; number < 6; number++) {
        await writeFile(
          path.join(folder, `${number}.png`),
          await pngWith(...(number === 0 ? [] : [counts(3), isFrame])),
        )
      }
      const { code, stdout, stderr } = await runAlone(
        'image',
        'pretrain',
        '.',
        '--size',
        '32',
        '--preset',
        'smoke',
        '--dry-run',
      )
      const notes = `${stdout}${stderr}`.match(/note: .*(?:first is taken|more such files)/g)
      if (code !== 0 || notes?.length !== 4) throw new Error(`${code}: ${stdout}${stderr}`)
      return `${notes.length} notes`
    },
  },
]
