/**
 * An image, or a stack of them (a short video, a volume): plain data, wherever it comes from.
 *
 * `data` is `[frames, height, width, channels]`, row-major, channel fastest. Values are in [0, 1], 0 = black, as stored
 * in the file (sRGB is not linearised); floats of a TIFF file, and what a model reconstructs, may lie outside.
 */
export interface Image {
  /** Names the image in messages, and feeds the seeded choices of the random transforms. */
  readonly id: string
  /** Pixels in a row. */
  readonly width: number
  /** Rows. */
  readonly height: number
  /** 3 = red, green, blue; 1 = grey; or any other number of bands. */
  readonly channels: number
  /** 1 for a still image. */
  readonly frames: number
  readonly data: Float32Array
  /** The class, as text. */
  readonly label?: string
}
