import { readdirSync } from 'node:fs'
import path from 'node:path'
import { expect, it } from 'vitest'
import { withMadeData } from './walkthrough.ts'

it.each([
  ['docs/images.md', 'shapes', ['circle', 'square', 'triangle'], 100],
  ['docs/audio.md', 'sounds', ['falling', 'rising', 'steady'], 40],
])('the script of %s writes a folder for each class', { timeout: 60_000 }, async (page, data, classes, count) => {
  await withMadeData(page, async (folder) => {
    expect(readdirSync(path.join(folder, data)).sort()).toEqual(classes)
    for (const name of classes) expect(readdirSync(path.join(folder, data, name))).toHaveLength(count)
  })
})
