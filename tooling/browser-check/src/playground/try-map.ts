import sharp from 'sharp'
import type { BytesFile, PlaygroundTab } from './open-page.ts'
import { type Findings, PATIENCE, tryAxe } from './try-journey.ts'

/** What a model that has just learned makes of the files that it was not shown. */
export async function tryMap(tab: PlaygroundTab, found: Findings): Promise<void> {
  await tab.call('click', 'map-button')
  const drawn = await tab.until(({ status, problem }) => /^The map has/.test(status) || problem !== '', PATIENCE)
  const { points, groups } = await tab.call('map')
  found.line(`${drawn.status}, in ${groups} groups`)
  found.expect(points >= 20 && groups === 5, `the map has ${points} points in ${groups} groups: ${drawn.problem}`)
  // Where a map stands is not where it stood before: nothing of it is wider than the window.
  found.expect(!drawn.isWide, 'with a map the page is wider than the window')
  await tab.call('focusMap')
  await tab.page.keyboard.press('ArrowRight')
  const { said, looks } = await tab.call('map')
  found.expect(
    /: \S+/.test(said) && looks === 1,
    `the point that the keyboard is at: "${said}", ${looks} pictures or curves`,
  )
  const rows = await rowsOf(tab)
  found.expect(/^id,e0,e1,/.test(rows[0]!) && rows.length === points + 1, `embeddings have ${rows.length} rows`)
  await tryAxe(tab, 'with a map', found)
}

/** A model that is opened makes a map of several files, coloured by what it says, and refuses to make one of two. */
export async function tryMapOfOpened(tab: PlaygroundTab, model: string, found: Findings): Promise<void> {
  await tab.call('drop', { name: 'shapes.model.zip', base64: model })
  await tab.until(({ status }) => status.startsWith('The model is open'), PATIENCE)
  const files = await Promise.all(Array.from({ length: 12 }, (_, index) => picture(index)))
  await tab.call('drop', ...files)
  const drawn = await tab.until(({ status, problem }) => /^The map has/.test(status) || problem !== '', PATIENCE)
  const { points } = await tab.call('map')
  found.expect(points === files.length, `the map of ${files.length} files has ${points} points: ${drawn.problem}`)
  await tab.call('drop', ...files.slice(0, 2))
  const { problem } = await tab.until((state) => state.problem !== '', PATIENCE)
  found.expect(/4/.test(problem) && /2/.test(problem), `a map of two files says "${problem}"`)
  await tab.call('click', 'model-away')
}

async function picture(index: number): Promise<BytesFile> {
  const side = 12 + 2 * index
  const shape =
    index % 2 === 0
      ? `<circle cx="32" cy="32" r="${side / 2}" fill="#c03020"/>`
      : `<rect x="${32 - side / 2}" y="${32 - side / 2}" width="${side}" height="${side}" fill="#2040b0"/>`
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="64" height="64"><rect width="64" height="64" fill="#fff"/>${shape}</svg>`
  const bytes = await sharp(Buffer.from(svg)).png().toBuffer()
  return { name: `drawn-${index}.png`, base64: bytes.toString('base64') }
}

async function rowsOf(tab: PlaygroundTab): Promise<readonly string[]> {
  const text = Buffer.from(await tab.call('download', 'embeddings'), 'base64').toString()
  return text.trim().split('\n')
}
