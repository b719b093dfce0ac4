/** A sample of sRGB as light, 0 to 1. IEC 61966-2-1. */
const LIGHT = Float64Array.from({ length: 256 }, (_, sample) => {
  const value = sample / 255
  return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4
})

/** Light in 255ths as a sample of sRGB; the last one twice, as the end of what is interpolated. */
const SAMPLE = Float64Array.from({ length: 257 }, (_, index) => {
  const light = Math.min(index, 255) / 255
  return Math.round(255 * (light <= 0.0031308 ? 12.92 * light : 1.055 * light ** (1 / 2.4) - 0.055))
})

/**
 * Colours `[pixels, 4]` -> grey `[pixels]`: as bright as they are, by ITU-R BT.709, in the arithmetic of libvips, which decodes
 * in Node: the same samples.
 */
export function greyOf(colors: Uint8ClampedArray): Uint8Array {
  return Uint8Array.from({ length: colors.length / 4 }, (_, pixel) => {
    const [red, green, blue] = [0, 1, 2].map((channel) => LIGHT[colors[4 * pixel + channel]!]!) as [
      number,
      number,
      number,
    ]
    const light = 255 * (0.2126 * red + 0.7152 * green + 0.0722 * blue)
    const below = Math.floor(light)
    return Math.round(SAMPLE[below]! + (SAMPLE[below + 1]! - SAMPLE[below]!) * (light - below))
  })
}
