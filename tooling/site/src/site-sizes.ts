import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { gzipSync } from 'node:zlib'

/** Sizes of a built site, one line each: what it is on a server, and what a reader's browser loads of it, compressed. */
export function siteSizes(folder: string): string[] {
  const all = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
  const files = all.map((entry) => path.join(entry.parentPath, entry.name))
  const bytes = new Map(files.map((file) => [file, readFileSync(file)]))
  const sum = [...bytes.values()].reduce((total, { length }) => total + length, 0)
  const compressed = (pattern: RegExp) =>
    [...bytes].reduce((total, [file, content]) => total + (pattern.test(file) ? gzipSync(content).length : 0), 0)
  const kilobytes = (size: number) => `${(size / 1e3).toFixed(0)} kB`
  return [
    `${files.length} files, ${(sum / 1e6).toFixed(1)} MB`,
    `the first page, compressed: ${kilobytes(compressed(/dist\/index\.html$/))}`,
    `scripts of every page, compressed: ${kilobytes(compressed(/(?:framework|theme|app)\.[^/]*\.js$/))}`,
    `styles, compressed: ${kilobytes(compressed(/style\.[^/]*\.css$/))}`,
    `the search, loaded when it is opened, compressed: ${kilobytes(compressed(/(?:localSearchIndex|VPLocalSearchBox)[^/]*\.js$/))}`,
  ]
}
