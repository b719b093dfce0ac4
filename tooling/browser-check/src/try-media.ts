import { decodeImage, imageFromPixels, toPng } from '@romae/image'
import sharp from 'sharp'
import type { CheckedPage } from './page/main.ts'
import { spectrogramOf } from './page-media.ts'
import type { TabBrowser } from './tabs.ts'

/** Of the logarithms of a filter bank. */
const tolerance = 1e-4
/** Of a JPEG's pixels in [0, 1]: two decoders round in other places. */
const jpegTolerance = 0.04

/** What was measured, and what is wrong. */
export interface MediaResults {
  readonly line: string
  readonly problems: readonly string[]
}

/** Reads a sound and pictures in a page, and compares them with what Node makes of the same bytes. */
export async function tryMedia(browser: TabBrowser, url: string): Promise<MediaResults> {
  const wav = wavFile()
  const [png, jpeg] = await pictureFiles()
  const tab = await browser.open(url)
  const found = await tab.evaluate((files) => (globalThis as unknown as { page: CheckedPage }).page.media(files), {
    wav: [...wav],
    pictures: [[...png], [...jpeg]],
  })
  const expected = [await spectrogramOf(wav), (await decodeImage(png)).data, (await decodeImage(jpeg)).data]
  const got = [found.spectrogram, ...found.pictures]
  const [sound, ofPng, ofJpeg] = expected.map((values, place) => worst(got[place]!, values)) as [number, number, number]
  const problems = [
    ...(sound <= tolerance ? [] : [`a spectrogram differs by ${sound}`]),
    ...(ofPng === 0 ? [] : [`a PNG differs by ${ofPng}`]),
    ...(ofJpeg <= jpegTolerance ? [] : [`a JPEG differs by ${ofJpeg}`]),
    ...(found.tokens === 64 ? [] : [`a picture has ${found.tokens} tokens`]),
  ]
  const line = `${browser.name}, largest differences: spectrogram ${sound.toExponential(1)}, PNG ${ofPng}, JPEG ${(255 * ofJpeg).toFixed(0)} of 255`
  return { line, problems: problems.map((problem) => `${browser.name}: ${problem} from Node's`) }
}

function worst(got: ArrayLike<number>, expected: ArrayLike<number>): number {
  if (got.length !== expected.length) return Infinity
  const differences = Array.from(expected, (value, place) => Math.abs(value - got[place]!))
  return differences.every(Number.isFinite) ? Math.max(...differences) : Infinity
}

/** A second of two tones, 16 bits. */
function wavFile(): Uint8Array<ArrayBuffer> {
  const samples = Int16Array.from({ length: 16_000 }, (_, at) => 9000 * (Math.sin(at / 9) + Math.sin(at / 31)))
  const bytes = new Uint8Array(44 + samples.byteLength)
  const view = new DataView(bytes.buffer)
  for (const [at, text] of [
    [0, 'RIFF'],
    [8, 'WAVEfmt '],
    [36, 'data'],
  ] as const)
    bytes.set(new TextEncoder().encode(text), at)
  view.setUint32(4, bytes.length - 8, true)
  for (const [at, value] of [
    [16, 16],
    [24, 16_000],
    [28, 32_000],
    [40, samples.byteLength],
  ] as const)
    view.setUint32(at, value, true)
  for (const [at, value] of [
    [20, 1],
    [22, 1],
    [32, 2],
    [34, 16],
  ] as const)
    view.setUint16(at, value, true)
  bytes.set(new Uint8Array(samples.buffer), 44)
  return bytes
}

/** One picture of colours that run into each other, as PNG and as JPEG. */
async function pictureFiles(): Promise<[Uint8Array, Uint8Array]> {
  const size = 64
  const data = Uint8Array.from({ length: size * size * 3 }, (_, place) => {
    const [pixel, channel] = [Math.floor(place / 3), place % 3]
    return 127 + 120 * Math.sin((pixel % size) / (5 + channel) + Math.floor(pixel / size) / (7 - channel))
  })
  const png = await toPng(imageFromPixels({ width: size, height: size, channels: 3, data, id: 'colours' }))
  return [png, await sharp(png).jpeg({ quality: 90 }).toBuffer()]
}
