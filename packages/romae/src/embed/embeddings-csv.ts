import { toCsv } from '../to-csv.ts'

/** Names of an embedding's columns. */
export function embeddingColumns(width: number): readonly string[] {
  return Array.from({ length: width }, (_, index) => `e${index}`)
}

/** Embeddings as CSV, as `romae embed` writes them: `id,e0,e1,…`. @param vectors `[sample][width]` */
export function embeddingsCsv(ids: readonly string[], vectors: readonly Float32Array[]): string {
  const header = ['id', ...embeddingColumns(vectors[0]?.length ?? 0)]
  return toCsv([header, ...vectors.map((vector, index) => [ids[index]!, ...vector])])
}
