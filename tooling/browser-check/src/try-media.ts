import type { CheckedPage } from './page/main.ts'
import { spectrogramOf } from './page-media.ts'
import type { TabBrowser } from './tabs.ts'

/** Of the logarithms of a filter bank. */
const tolerance = 1e-4
/** What was measured, and what is wrong. */
export interface MediaResults {
  readonly line: string
  readonly problems: readonly string[]
}

/** Reads a sound in a page, and compares it with what Node makes of the same bytes. */
export async function tryMedia(browser: TabBrowser, url: string): Promise<MediaResults> {
  const wav = wavFile()
  const tab = await browser.open(url)
  const found = await tab.evaluate(
    (bytes) => (globalThis as unknown as { page: CheckedPage }).page.spectrogram(bytes),
    [...wav],
  )
  const difference = worst(found, await spectrogramOf([...wav]))
  return {
    line: `${browser.name}, largest difference of a spectrogram: ${difference.toExponential(1)}`,
    problems: difference <= tolerance ? [] : [`${browser.name}: a spectrogram differs by ${difference} from Node's`],
  }
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
