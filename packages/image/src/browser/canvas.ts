import { errors } from '../errors.ts'
import type { Canvas, CanvasContext, WebPictures } from './web-types.ts'

/**
 * What the browser decodes pictures with.
 *
 * @throws RomaeError `IMAGE_NO_CANVAS`
 */
export function webPictures(): WebPictures {
  const web = globalThis as unknown as Partial<WebPictures>
  for (const name of ['createImageBitmap', 'OffscreenCanvas'] as const) {
    if (typeof web[name] !== 'function') throw errors.IMAGE_NO_CANVAS({ reason: `there is no ${name} here` })
  }
  return web as WebPictures
}

/** @throws RomaeError `IMAGE_NO_CANVAS` where there is none, or none so large */
export function canvasOf(width: number, height: number): { readonly canvas: Canvas; readonly context: CanvasContext } {
  const { OffscreenCanvas } = webPictures()
  const canvas = new OffscreenCanvas(width, height)
  const context = canvas.getContext('2d', { willReadFrequently: true })
  if (context === null) throw errors.IMAGE_NO_CANVAS({ reason: `there is none of ${width} × ${height} pixels` })
  return { canvas, context }
}

/** The pixels that a canvas holds, `[height, width, 4]`. @throws RomaeError `IMAGE_NO_CANVAS` */
export function pixelsOf(context: CanvasContext, width: number, height: number): Uint8ClampedArray {
  try {
    return context.getImageData(0, 0, width, height).data
  } catch (cause) {
    const reason = `its ${width} × ${height} pixels cannot be read: ${cause instanceof Error ? cause.message : cause}`
    throw errors.IMAGE_NO_CANVAS({ reason }, cause)
  }
}

/** Browsers that make canvases useless for recognising somebody give other pixels than were drawn; some, a little other. */
const TOLERATED = 2

let tried = false

/**
 * Draws pixels that are known, and reads them; once a page.
 *
 * @throws RomaeError `IMAGE_PIXELS_WITHHELD`
 */
export function requireTruth(): void {
  if (tried) return
  const size = 16
  const { context } = canvasOf(size, size)
  const drawn = context.createImageData(size, size)
  for (let at = 0; at < drawn.data.length; at++) drawn.data[at] = at % 4 === 3 ? 255 : (at * 37) % 251
  context.putImageData(drawn, 0, 0)
  const worst = pixelsOf(context, size, size).reduce((most, value, at) => {
    return Math.max(most, Math.abs(value - drawn.data[at]!))
  }, 0)
  if (worst > TOLERATED) throw errors.IMAGE_PIXELS_WITHHELD({ worst })
  tried = true
}
