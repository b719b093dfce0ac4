import type { Figure } from '@romae/report'
import type { Preview } from '@romae/tokenizer/modality'

/** A modality's picture as a report's figure. */
export function pictureFigure({ png, x, y, wav, note }: Preview, caption: string): Figure {
  return {
    source: dataUri('image/png', png),
    caption: note === undefined ? caption : `${caption} (${note})`,
    ...(x !== undefined && { x }),
    ...(y !== undefined && { y }),
    ...(wav !== undefined && { sound: dataUri('audio/wav', wav) }),
  }
}

function dataUri(type: string, bytes: Uint8Array): string {
  return `data:${type};base64,${Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64')}`
}
