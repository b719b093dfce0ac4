import type { Section } from '@romae/report'
import { type EventImage, type LoggedEvent, writeBoardPictures } from '@romae/trainer/node'

const PNG = 'data:image/png;base64,'

/** Writes the pictures of a report into the run's event file of TensorBoard, in the order in which the report has them. */
export async function showOnBoard(
  folder: string,
  sections: readonly Section[],
  events: readonly LoggedEvent[],
): Promise<void> {
  const figures = sections.flatMap((section) => (section.kind === 'figures' ? section.figures : []))
  const pictures = figures.flatMap(({ source, caption }, index): EventImage[] => {
    if (!source.startsWith(PNG)) return []
    const number = String(index + 1).padStart(2, '0')
    return [{ tag: `${number} ${caption}`, png: Buffer.from(source.slice(PNG.length), 'base64') }]
  })
  const step = Math.max(0, ...events.map((event) => event.step).slice(-1))
  if (pictures.length > 0) await writeBoardPictures(folder, step, pictures)
}
