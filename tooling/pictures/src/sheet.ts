const GAP = 8
/** Small pictures are shown larger, pixel by pixel: about so many pixels high. */
const LEAST_HEIGHT = 128

/** Pictures in rows, as one SVG file. @param rows addresses of PNG files with their data; those of a column have one size */
export function sheet(rows: readonly (readonly string[])[]): string {
  let [width, top] = [0, GAP]
  const images = rows.flatMap((row) => {
    let [left, height] = [GAP, 0]
    const placed = row.map((address) => {
      const size = sizeOf(address)
      const place = `x="${left}" y="${top}" width="${size.width}" height="${size.height}"`
      // Where a white picture ends is seen by its frame.
      const image = `<image ${place} href="${address}"/><rect ${place} fill="none" stroke="#cccccc"/>`
      left += size.width + GAP
      height = Math.max(height, size.height)
      return image
    })
    width = Math.max(width, left)
    top += height + GAP
    return placed
  })
  const ground = `<rect width="${width}" height="${top}" fill="#ffffff"/>`
  const frame = `xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${top}" width="${width}" height="${top}"`
  return `<svg ${frame} style="image-rendering: pixelated">${ground}${images.join('')}</svg>\n`
}

/** As shown. A PNG file says its own size in its first chunk. */
function sizeOf(address: string): { readonly width: number; readonly height: number } {
  const bytes = Buffer.from(address.slice(address.indexOf(',') + 1), 'base64')
  const [width, height] = [bytes.readUInt32BE(16), bytes.readUInt32BE(20)]
  const factor = Math.ceil(LEAST_HEIGHT / height)
  return { width: factor * width, height: factor * height }
}
