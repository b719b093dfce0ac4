/** The formats that are decoded. What else sharp may read (SVG, PDF, HEIC, …) is kept away from its loaders. */
export type ImageFormat = 'JPEG' | 'PNG' | 'WebP' | 'AVIF' | 'TIFF' | 'GIF'

/** The format by the first bytes of the file, or undefined. File names are not looked at: they are often wrong. */
export function detectFormat(bytes: Uint8Array): ImageFormat | undefined {
  const start = String.fromCharCode(...bytes.subarray(0, 32))
  if (start.startsWith('\xff\xd8\xff')) return 'JPEG'
  if (start.startsWith('\x89PNG\r\n\x1a\n')) return 'PNG'
  if (/^GIF8[79]a/.test(start)) return 'GIF'
  if (start.startsWith('RIFF') && start.slice(8, 12) === 'WEBP') return 'WebP'
  // Classic and BigTIFF, either byte order.
  if (/^(II[*+]\0|MM\0[*+])/.test(start)) return 'TIFF'
  // ISO 14496-12: the file type box names the brand, or lists it among the compatible ones.
  if (start.slice(4, 8) === 'ftyp' && /avi[fs]/.test(start.slice(8))) return 'AVIF'
  return undefined
}
