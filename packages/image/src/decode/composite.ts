/**
 * `[pixels, channels + 1]`, alpha last, integers up to `largest` -> `[pixels, channels]` in [0, 1], laid upon the
 * background. sharp could do it, but takes white for 65,280 of 65,535 where samples have 16 bits.
 */
export function composite(
  samples: Uint8Array | Uint16Array,
  largest: number,
  background: readonly number[],
): Float32Array {
  const channels = background.length
  const pixels = samples.length / (channels + 1)
  const data = new Float32Array(pixels * channels)
  for (let pixel = 0; pixel < pixels; pixel++) {
    const from = pixel * (channels + 1)
    const alpha = samples[from + channels]! / largest
    for (let channel = 0; channel < channels; channel++) {
      const color = samples[from + channel]! / largest
      data[pixel * channels + channel] = alpha * color + (1 - alpha) * background[channel]!
    }
  }
  return data
}

/** Grey samples `[pixels]` and colours with alpha `[pixels, 4]` -> grey with alpha `[pixels, 2]`. */
export function withAlpha<Samples extends Uint8Array | Uint16Array>(grey: Samples, colors: Samples): Samples {
  const both = (
    grey instanceof Uint16Array ? new Uint16Array(2 * grey.length) : new Uint8Array(2 * grey.length)
  ) as Samples
  grey.forEach((sample, pixel) => {
    both[2 * pixel] = sample
    both[2 * pixel + 1] = colors[4 * pixel + 3]!
  })
  return both
}
