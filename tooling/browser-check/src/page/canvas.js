// @ts-nocheck: this repository checks types with those of Node, which has no canvas.
/** @param {Blob} file a picture in any format that the browser knows */
export async function canvasOf(file) {
  const bitmap = await createImageBitmap(file)
  const context = new OffscreenCanvas(bitmap.width, bitmap.height).getContext('2d')
  context.drawImage(bitmap, 0, 0)
  return context.getImageData(0, 0, bitmap.width, bitmap.height)
}
