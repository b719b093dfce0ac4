/** What is used of a browser to decode pictures. TypeScript declares it only together with the whole DOM. */
export interface WebPictures {
  createImageBitmap(file: Blob, options: { readonly imageOrientation: 'from-image' }): Promise<Bitmap>
  readonly OffscreenCanvas: new (width: number, height: number) => Canvas
}

/** A decoded picture, as `ImageBitmap`. */
export interface Bitmap {
  readonly width: number
  readonly height: number
  close(): void
}

/** As `OffscreenCanvas`. */
export interface Canvas {
  getContext(kind: '2d', options: { readonly willReadFrequently: true }): CanvasContext | null
  convertToBlob(options: { readonly type: string }): Promise<Blob>
}

/** Pixels are `[height, width, 4]`: red, green, blue, opacity. */
export interface CanvasContext {
  drawImage(bitmap: Bitmap, x: number, y: number): void
  getImageData(x: number, y: number, width: number, height: number): { readonly data: Uint8ClampedArray }
  createImageData(width: number, height: number): { readonly data: Uint8ClampedArray }
  putImageData(pixels: { readonly data: Uint8ClampedArray }, x: number, y: number): void
}
