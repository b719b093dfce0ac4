import type { Section } from '@romae/report'
import { type EventImage, type LoggedEvent, writeBoardPictures } from '@romae/trainer/node'
import { matrixPicture } from './matrix-picture.ts'

const PNG = 'data:image/png;base64,'
/** More names than these are not read in the name of a picture. */
const NAMED = 12

/**
 * Writes the pictures of a report into the run's event file of TensorBoard, in the order in which the report has them: figures, and matrices
 * as squares. Charts and tables are not pictures, and stay in the report.
 */
export async function showOnBoard(
  folder: string,
  sections: readonly Section[],
  events: readonly LoggedEvent[],
): Promise<void> {
  const named: { readonly name: string; readonly png: Uint8Array }[] = []
  for (const section of sections) {
    if (section.kind === 'matrix') named.push({ name: nameOfMatrix(section), png: await matrixPicture(section) })
    if (section.kind !== 'figures') continue
    for (const { source, caption } of section.figures) {
      if (!source.startsWith(PNG)) continue
      named.push({ name: caption, png: Buffer.from(source.slice(PNG.length), 'base64') })
    }
  }
  const pictures = named.map(({ name, png }, index): EventImage => {
    return { tag: `${String(index + 1).padStart(2, '0')} ${name}`, png }
  })
  const step = Math.max(0, ...events.map((event) => event.step).slice(-1))
  if (pictures.length > 0) await writeBoardPictures(folder, step, pictures)
}

/** What rows and columns are, since a picture has no words. */
function nameOfMatrix({ heading = 'Matrix', corner = '', rows }: Extract<Section, { kind: 'matrix' }>): string {
  const names = rows.length <= NAMED ? rows.join(', ') : `${rows.length} classes`
  return `${heading} (${corner}): ${names}`
}
