export { drawMap, type Look, type MapDrawing, pictureLooks } from './embed/draw-map.ts'
export { embeddingsCsv } from './embed/embeddings-csv.ts'
