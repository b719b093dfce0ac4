import { quote } from '@romae/internal/errors'
import { count, type OptionsOf, type Schema, type ValueOf, value } from '@romae/internal/options'
import { errors } from '../errors.ts'
import { readOptions } from '../options.ts'
import { checkSpectrogramShape, type Spectrogram } from './spectrogram.ts'

const colorMapOption = { kind: 'choice', of: ['magma', 'inferno', 'plasma', 'viridis'] } as const

/** Perceptually uniform colour maps: equal steps of the value look equally large, in grey print as well. */
export type ColorMap = ValueOf<typeof colorMapOption>

const isRange = (given: unknown) =>
  Array.isArray(given) && given.length === 2 && given.every(Number.isFinite) && given[0] < given[1]

const schema = {
  colorMap: { ...colorMapOption, default: 'magma' },
  range: {
    kind: value<readonly [low: number, high: number]>(),
    test: isRange,
    expected: 'two finite numbers, the smaller one first',
    help:
      'the values of the first and the last colour, which what lies beyond gets too: the spectrogram’s own by default. Give ' +
      'one range to pictures that are to be compared',
  },
  scale: { ...count, default: 1, help: 'the side of the square that one value becomes, in pixels' },
} as const satisfies Schema

/** How {@link spectrogramPng} draws. */
export interface PictureOptions extends OptionsOf<typeof schema> {}

const INTERPOLATORS = {
  magma: 'interpolateMagma',
  inferno: 'interpolateInferno',
  plasma: 'interpolatePlasma',
  viridis: 'interpolateViridis',
} as const
/** The palette's entry for hidden values; those before it are the colour map. */
const HIDDEN = 255
const GREY = [128, 128, 128]
/** A side of more pixels than PNG viewers take, or a picture of more bytes than a page should hold. */
const MAX_PIXELS = 2 ** 26

/**
 * A picture of a spectrogram as a PNG file's bytes: time to the right, frequency upwards. NaN, here allowed, is grey:
 * what is masked. The encoder and the colours are loaded on first use.
 *
 * @throws RomaeError `AUDIO_TOO_LARGE` beyond 2²⁶ pixels
 */
export async function spectrogramPng(spectrogram: Spectrogram, options: PictureOptions = {}): Promise<Uint8Array> {
  const { colorMap, scale, range } = readOptions('spectrogramPng', schema, options)
  checkSpectrogramShape(spectrogram)
  const { id, values, frames, bins } = spectrogram
  const [low, high] = range ?? rangeOf(values)
  const width = frames * scale
  const height = bins * scale
  if (width * height > MAX_PIXELS) {
    const file = `the picture of ${quote(id)}`
    throw errors.AUDIO_TOO_LARGE({ file, what: 'pixels', count: width * height, limit: MAX_PIXELS, option: 'scale' })
  }
  const data = new Uint8Array(width * height)
  for (let row = 0; row < height; row++) {
    const bin = bins - 1 - Math.floor(row / scale)
    for (let column = 0; column < width; column++) {
      const value = values[Math.floor(column / scale) * bins + bin]!
      data[row * width + column] = colorIndex(value, low, high)
    }
  }
  const [{ encode }, colors] = await Promise.all([import('fast-png'), import('d3-scale-chromatic')])
  const color = colors[INTERPOLATORS[colorMap]]
  const palette = Array.from({ length: HIDDEN }, (_, index) => rgbOf(color(index / (HIDDEN - 1))))
  return encode({ width, height, data, depth: 8, channels: 1, palette: [...palette, GREY] })
}

function colorIndex(value: number, low: number, high: number): number {
  if (Number.isNaN(value)) return HIDDEN
  const fraction = high > low ? (value - low) / (high - low) : 0
  return Math.round(Math.min(1, Math.max(0, fraction)) * (HIDDEN - 1))
}

function rangeOf(values: Float32Array): readonly [number, number] {
  let low = Infinity
  let high = -Infinity
  for (const value of values) {
    // NaN fails both comparisons.
    if (value < low) low = value
    if (value > high) high = value
  }
  return [low, high]
}

/** `#rrggbb` or `rgb(r, g, b)`, both of which the library uses. */
function rgbOf(color: string): number[] {
  if (color.startsWith('#')) return [1, 3, 5].map((at) => Number.parseInt(color.slice(at, at + 2), 16))
  return color.match(/\d+/g)!.map(Number)
}
