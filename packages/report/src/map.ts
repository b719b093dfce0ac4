export { RomaeError } from '@romae/internal/errors'
export { liveMap } from './page/live-map.js'
export type { MapPoint, MapSection } from './report.ts'
export { renderMap } from './sections/map.ts'
