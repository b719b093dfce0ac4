import type { Image } from '../../image/image.ts'

// Operations on the values of pixels, for data in [0, 1]. Statistics are those of the whole stack, not of each frame,
// so that a video does not flicker.

/** ITU-R BT.601, as Pillow's conversion to grey. */
const LUMA = [0.299, 0.587, 0.114] as const

const clamp = (value: number) => Math.min(1, Math.max(0, value))

/** Every value by itself. */
function mapValues(image: Image, map: (value: number, channel: number) => number): Image {
  const { channels } = image
  return { ...image, data: image.data.map((value, index) => map(value, index % channels)) }
}

/** Grey of one pixel: luma of three channels, the mean of any other number of them. */
function greyAt({ data, channels }: Image, pixel: number): number {
  let grey = 0
  for (let channel = 0; channel < channels; channel++) {
    grey += data[pixel * channels + channel]! * (channels === 3 ? LUMA[channel]! : 1 / channels)
  }
  return grey
}

/** `factor` 0 = black, 1 = the image. */
export function brightness(image: Image, factor: number): Image {
  return mapValues(image, (value) => clamp(value * factor))
}

/** `factor` 0 = all pixels of the mean grey, 1 = the image. */
export function contrast(image: Image, factor: number): Image {
  const pixels = image.data.length / image.channels
  let sum = 0
  for (let pixel = 0; pixel < pixels; pixel++) sum += greyAt(image, pixel)
  const mean = sum / pixels
  return mapValues(image, (value) => clamp(mean + (value - mean) * factor))
}

/** Saturation: `factor` 0 = grey, 1 = the image. */
export function color(image: Image, factor: number): Image {
  const { channels } = image
  const data = image.data.map((value, index) => {
    const grey = greyAt(image, Math.floor(index / channels))
    return clamp(grey + (value - grey) * factor)
  })
  return { ...image, data }
}

/** Keeps the `bits` highest of the 8 bits of a value. */
export function posterize(image: Image, bits: number): Image {
  const step = 2 ** (8 - bits)
  return mapValues(image, (value) => (Math.floor(Math.round(clamp(value) * 255) / step) * step) / 255)
}

/** Inverts the values from the threshold on. */
export function solarize(image: Image, threshold: number): Image {
  return mapValues(image, (value) => (value >= threshold ? clamp(1 - value) : value))
}

/** Stretches each channel to fill [0, 1]; a constant one is left as it is. */
export function autoContrast(image: Image): Image {
  const { data, channels } = image
  const low = new Float32Array(channels).fill(Infinity)
  const high = new Float32Array(channels).fill(-Infinity)
  data.forEach((value, index) => {
    const channel = index % channels
    low[channel] = Math.min(low[channel]!, value)
    high[channel] = Math.max(high[channel]!, value)
  })
  return mapValues(image, (value, channel) => {
    const range = high[channel]! - low[channel]!
    return range > 0 ? (value - low[channel]!) / range : value
  })
}

/**
 * Spreads the values of each channel so that all are about equally frequent, over 256 levels, as Pillow does: the new
 * level is the number of values below, over the number of values a level should have.
 */
export function equalize(image: Image): Image {
  const { data, channels } = image
  const histograms = Array.from({ length: channels }, () => new Uint32Array(256))
  const levelOf = (value: number) => Math.round(clamp(value) * 255)
  data.forEach((value, index) => {
    histograms[index % channels]![levelOf(value)]! += 1
  })
  const tables = histograms.map(equalizingTable)
  return mapValues(image, (value, channel) => {
    const table = tables[channel]!
    return table === null ? value : table[levelOf(value)]!
  })
}

/** The new value of each level, or null where there are too few values to spread. */
function equalizingTable(histogram: Uint32Array): Float32Array | null {
  const used = histogram.filter((count) => count > 0)
  const total = used.reduce((sum, count) => sum + count, 0)
  const step = Math.floor((total - used.at(-1)!) / 255)
  if (used.length < 2 || step === 0) return null
  let below = Math.floor(step / 2)
  return Float32Array.from(histogram, (count) => {
    const level = Math.min(255, Math.floor(below / step))
    below += count
    return level / 255
  })
}
