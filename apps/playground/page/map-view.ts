import '@romae/report/map.css'
import { addDownload } from './downloads-view.ts'
import { element, show } from './elements.ts'
import type { MediaMap } from './map-media.ts'
import type { MediaKind } from './media-kind.ts'

/** Offers a map of what was kept from training. */
export function offerMap(): void {
  show('map-offer')
  show('map-section')
}

/** Draws the map, with the embeddings to take away. */
export async function showMap(kind: MediaKind, { section, embeddings }: MediaMap): Promise<void> {
  const { liveMap, renderMap } = await import('@romae/report/map')
  const drawn = element('map')
  // Names in it are escaped, and the policy of the page lets no script in it run.
  drawn.innerHTML = renderMap(section)
  liveMap(drawn.querySelector('figure')!)
  show('map-section')
  addDownload({ kind: 'embeddings', name: `${kind}-embeddings.csv`, content: embeddings })
}

export function hideMap(): void {
  element('map').replaceChildren()
  show('map-section', false)
  show('map-offer', false)
}
