import { decodeImage } from '@romae/image'
import { image } from '@romae/image/modality'
import type { LazySamples, ReadContext } from '@romae/tokenizer/modality'
import type { CheckedPage } from './page/main.ts'
import { imageOptions, type PictureFile } from './page-pictures.ts'
import { brokenPictures, pictureCases } from './picture-files.ts'
import type { TabBrowser } from './tabs.ts'

/** What was measured, and what is wrong. */
export interface PictureResults {
  readonly line: string
  readonly problems: readonly string[]
}

/** Decodes pictures in a page, and compares them with what Node makes of the same bytes. */
export async function tryPictures(browser: TabBrowser, url: string): Promise<PictureResults> {
  const [cases, broken] = await Promise.all([pictureCases(), brokenPictures()])
  const tab = await browser.open(url)
  const decode = (files: readonly PictureFile[]) =>
    tab.evaluate((asked) => (globalThis as unknown as { page: CheckedPage }).page.pictures(asked), files)
  const found = await decode(cases)
  const problems: string[] = []
  const worst: string[] = []
  for (const [place, { name, tolerance, ...asked }] of cases.entries()) {
    const got = found[place]!
    const expected = await pictureInNode({ name, ...asked })
    const difference = typeof got === 'string' ? got : differenceOf(got, expected)
    if (!(Number(difference) <= tolerance)) problems.push(`${name} differs by ${difference} of 255`)
    worst.push(`${name} ${typeof difference === 'number' ? Number(difference.toFixed(2)) : difference}`)
  }
  const codes = await decode(broken)
  for (const [place, { name, code }] of broken.entries()) {
    const got = codes[place]
    if (got !== code) problems.push(`${name} gives ${typeof got === 'string' ? got : 'a picture'} and not ${code}`)
  }
  const folder = await tab.evaluate(
    (file) => (globalThis as unknown as { page: CheckedPage }).page.folder(file),
    cases[0] as PictureFile,
  )
  const expected = { isSame: true, ids: ['cat/1.png', '2.png'], labels: ['cat', null] }
  const { notes, ...rest } = folder
  if (JSON.stringify({ ...rest }) !== JSON.stringify(expected) || notes?.length !== 1) {
    problems.push(`a folder becomes ${JSON.stringify(folder)}`)
  }
  const line = `${browser.name}, largest differences of pictures from Node's, of 255: ${worst.join(', ')}`
  return { line, problems: problems.map((problem) => `${browser.name}: ${problem}`) }
}

async function pictureInNode({ name, bytes, channels = 3, size }: PictureFile) {
  if (size === undefined) return decodeImage(Uint8Array.from(bytes), { id: name, channels, frames: 'first' })
  const context = { purpose: 'train', note: () => {} } as unknown as ReadContext
  const file = new File([Uint8Array.from(bytes)], name)
  const { samples } = await image.read([file], { ...imageOptions, channels, size }, context)
  return (samples as LazySamples<Awaited<ReturnType<typeof decodeImage>>>).sample(0)
}

type Picture = {
  readonly id: string
  readonly width: number
  readonly height: number
  readonly data: ArrayLike<number>
}

/** In 255ths; infinite where they are not of one size and name. */
function differenceOf(got: Picture, expected: Picture): number {
  const sides = ({ id, width, height, data }: Picture) => `${id} ${width} ${height} ${data.length}`
  if (sides(got) !== sides(expected)) return Number.POSITIVE_INFINITY
  const differences = Array.from(expected.data, (value, place) => 255 * Math.abs(value - got.data[place]!))
  return differences.every(Number.isFinite) ? Math.max(...differences) : Number.POSITIVE_INFINITY
}
