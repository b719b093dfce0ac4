const MAGICK = (file: string) => `magick ${file} picture.png (ImageMagick)`

/** Formats that are not decoded and that people have, by how their files begin, with a command that converts them. */
const OTHERS: readonly (readonly [starts: readonly string[], name: string, way: string])[] = [
  [['\0\0\0\x0cjP  ', '\xff\x4f\xff\x51'], 'JPEG 2000', 'opj_decompress -i picture.jp2 -o picture.tif (OpenJPEG)'],
  [['\xff\x0a', '\0\0\0\x0cJXL '], 'JPEG XL', 'djxl picture.jxl picture.png (libjxl)'],
  [['BM'], 'BMP', MAGICK('picture.bmp')],
  [['8BPS'], 'a Photoshop file', MAGICK('"picture.psd[0]"')],
  [['P5\n', 'P6\n', 'P7\n'], 'a Netpbm file', MAGICK('picture.pnm')],
  [['%PDF'], 'PDF', 'pdftoppm -png pages.pdf pages (Poppler)'],
  [['<svg', '<?xml'], 'SVG or other XML', 'rsvg-convert drawing.svg > drawing.png (librsvg)'],
]
/** Brands of ISO 14496-12's file type box whose pictures are coded as HEVC video is. */
const HEVC = /^(hei[cxms]|hev[cxms]|mif1|msf1)/

/** What bytes are that no decoder takes, with the way out: a sentence's middle. */
export function otherFormat(bytes: Uint8Array): string {
  if (bytes.length === 0) return 'empty'
  const start = String.fromCharCode(...bytes.subarray(0, 32))
  if (start.slice(4, 8) === 'ftyp' && HEVC.test(start.slice(8))) {
    const mac = 'sips -s format jpeg photo.heic --out photo.jpg (macOS)'
    return `HEIC, as phones save photos (convert it: heif-convert photo.heic photo.jpg (libheif), or ${mac})`
  }
  const found = OTHERS.find(([starts]) => starts.some((one) => start.startsWith(one)))
  return found === undefined ? 'of no known image format' : `${found[1]} (convert it: ${found[2]})`
}
