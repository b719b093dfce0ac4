import { readFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { temporaryFolder } from '@romae/build/temporary-folder'
import { expect, it } from 'vitest'
import * as image from './index.ts'
import { picture } from './testing/encoded.ts'

const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8')
const [photos, video] = [...readme.matchAll(/^```ts\n(.*?)^```$/gms)].map((match) => match[1])
const sourceOf = (name: string) => readFileSync(new URL(`testing/${name}.ts`, import.meta.url), 'utf8')

it('shows the example of photos, and it runs', async () => {
  expect(photos).toBe(sourceOf('readme-photos'))
  const jpeg = await picture(80, 60).jpeg().toBuffer()
  const before = process.cwd()
  process.chdir(await temporaryFolder({ 'photos/cat/a.jpg': jpeg, 'photos/dog/b.jpg': jpeg }))
  try {
    const { tokens, restored, same } = await import('./testing/readme-photos.ts')
    expect([tokens.length, tokens.values.length, tokens.positions.length]).toEqual([64, 64 * 192, 128])
    expect(same.tokenize(restored).length).toBe(64)
    expect((await image.decodeImage(await readFile('restored.png'))).width).toBe(64)
  } finally {
    process.chdir(before)
  }
})

it('shows the example of a video, and it runs', async () => {
  expect(video).toBe(sourceOf('readme-video'))
  const { tokens } = await import('./testing/readme-video.ts')
  expect([tokens.length, tokens.values.length, tokens.positions.length]).toEqual([48, 48 * 384, 144])
})

it('names every function that is exported, and no other', () => {
  // The class of errors is the contract's, which describes it.
  const isFunction = (name: string) => typeof Reflect.get(image, name) === 'function' && name !== 'RomaeError'
  const functions = Object.keys(image).filter(isFunction)
  for (const name of functions) expect(readme).toContain(`${name}(`)
  const named = [...readme.matchAll(/^\| `(?:await )?(\w+)\(/gm)].map(([, name]) => name!)
  expect(named.filter((name) => !(name in image))).toEqual([])
  expect(named.length).toBeGreaterThan(12)
})
