import { mkdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { gapsPicture } from './gaps.ts'
import { mapsOf, mapsSpecification } from './maps.ts'
import { sheet } from './sheet.ts'
import { toSvg } from './to-svg.ts'
import { reportPictures } from './walkthrough.ts'

const folder = fileURLToPath(new URL('../../../docs/pictures', import.meta.url))

const pictures: Readonly<Record<string, () => Promise<string>>> = {
  'gaps.svg': gapsPicture,
  // Of each sample the original, what was masked, and the reconstruction.
  'images.svg': async () => sheet(inRows(await reportPictures('docs/images.md', 'shapes'), 6)),
  'sounds.svg': async () =>
    sheet(inRows(await reportPictures('docs/audio.md', 'sounds', '--set', 'pretraining.epochs=200'), 3)),
}

function inRows(pictures: readonly string[], columns: number): string[][] {
  const rows = Math.ceil(pictures.length / columns)
  return Array.from({ length: rows }, (_, row) => pictures.slice(row * columns, (row + 1) * columns))
}

/**
 * `pnpm pictures` draws all pictures of the documentation anew; `pnpm pictures gaps.svg` one of them; `pnpm pictures maps REPORT.html
 * PICTURE.svg` the maps of a report, for a page of results.
 */
const wanted = process.argv.slice(2)
const [first, report, picture] = wanted
if (first === 'maps' && report !== undefined && picture !== undefined) {
  const from = (file: string) => path.resolve(process.env.INIT_CWD ?? '.', file)
  await writeFile(from(picture), await toSvg(mapsSpecification(mapsOf(await readFile(from(report), 'utf8')))))
} else {
  await mkdir(folder, { recursive: true })
  for (const [name, draw] of Object.entries(pictures)) {
    if (wanted.length > 0 && !wanted.includes(name)) continue
    await writeFile(path.join(folder, name), await draw())
  }
}
