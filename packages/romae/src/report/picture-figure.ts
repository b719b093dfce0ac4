import type { Figure } from '@romae/report'
import type { Preview } from '@romae/tokenizer/modality'

/** A modality's picture as a report's figure. @param whole the caption where nothing of it is left out, for who cannot see the picture */
export function pictureFigure({ png, x, y, wav, note }: Preview, caption: string, whole = caption): Figure {
  const remark = note === undefined ? '' : ` (${note})`
  return {
    source: dataUri('image/png', png),
    caption: `${caption}${remark}`,
    alternative: `${whole}${remark}`,
    ...(x !== undefined && { x }),
    ...(y !== undefined && { y }),
    ...(wav !== undefined && { sound: dataUri('audio/wav', wav) }),
  }
}

function dataUri(type: string, bytes: Uint8Array): string {
  return `data:${type};base64,${Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64')}`
}
