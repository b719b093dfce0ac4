/** `[pixels, channels + 1]`, alpha last, in [0, 1] -> `[pixels, channels]`, laid upon the background. */
export function composite(data: Float32Array, background: readonly number[]): Float32Array {
  const channels = background.length
  const pixels = data.length / (channels + 1)
  const opaque = new Float32Array(pixels * channels)
  for (let pixel = 0; pixel < pixels; pixel++) {
    const from = pixel * (channels + 1)
    const alpha = data[from + channels]!
    for (let channel = 0; channel < channels; channel++) {
      opaque[pixel * channels + channel] = alpha * data[from + channel]! + (1 - alpha) * background[channel]!
    }
  }
  return opaque
}
