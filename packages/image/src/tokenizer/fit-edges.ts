import { errors } from '../errors.ts'
import type { Image } from '../image/image.ts'
import type { Extent } from './grid.ts'

/**
 * The image in a size that the patch divides: itself, its middle, or itself with its last column, row and frame repeated.
 *
 * @throws RomaeError `IMAGE_PATCH_SIZE` with `edge: 'error'`, `IMAGE_TOO_SMALL` when cropping would leave nothing
 */
export function fitEdges(image: Image, patch: Extent, edge: 'error' | 'crop' | 'pad'): Image {
  const extent: Extent = [image.frames, image.height, image.width]
  if (extent.every((side, axis) => side % patch[axis]! === 0)) return image
  if (edge === 'error') {
    const nearest = mapExtent(extent, (side, axis) => Math.max(1, Math.round(side / patch[axis]!)) * patch[axis]!)
    const names = { size: sizeText(extent), patch: sizeText(patch), nearest: sizeText(nearest) }
    throw errors.IMAGE_PATCH_SIZE({ name: image.id, ...names })
  }
  if (edge === 'pad') {
    const padded = mapExtent(extent, (side, axis) => Math.ceil(side / patch[axis]!) * patch[axis]!)
    return remap(image, padded, (index, axis) => Math.min(index, extent[axis]! - 1))
  }
  if (extent.some((side, axis) => side < patch[axis]!)) {
    const names = { size: sizeText(extent), needed: sizeText(patch) }
    throw errors.IMAGE_TOO_SMALL({ name: image.id, ...names, remedy: 'resize it, or choose edge "pad"' })
  }
  const cropped = mapExtent(extent, (side, axis) => side - (side % patch[axis]!))
  return remap(image, cropped, (index, axis) => index + Math.floor((extent[axis]! - cropped[axis]!) / 2))
}

/** An image of the new extent, each pixel taken from where `source` says, axis by axis. */
function remap(image: Image, extent: Extent, source: (index: number, axis: number) => number): Image {
  const { channels } = image
  const [frames, height, width] = extent
  const columns = Array.from({ length: width }, (_, column) => source(column, 2) * channels)
  const data = new Float32Array(frames * height * width * channels)
  let to = 0
  for (let frame = 0; frame < frames; frame++) {
    for (let row = 0; row < height; row++) {
      const start = (source(frame, 0) * image.height + source(row, 1)) * image.width * channels
      for (const column of columns) {
        for (let channel = 0; channel < channels; channel++) data[to++] = image.data[start + column + channel]!
      }
    }
  }
  return { ...image, frames, height, width, data }
}

function mapExtent(extent: Extent, map: (side: number, axis: number) => number): Extent {
  return extent.map(map) as unknown as Extent
}

/** `height×width` of one frame, else `frames×height×width`. */
function sizeText([frames, rows, columns]: Extent): string {
  return `${frames > 1 ? `${frames}×` : ''}${rows}×${columns} (${frames > 1 ? 'frames×' : ''}rows×columns)`
}
