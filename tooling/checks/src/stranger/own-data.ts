import { execFile } from 'node:child_process'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { promisify } from 'node:util'
import { toneWav } from '@romae/build/tone-wav'
import { userEnvironment } from '../packed-install.ts'

const run = promisify(execFile)

/** Files in each class folder. */
const FILES = 10

/**
 * What a user brings: daily weather with gaps, two classes of pictures, two of sounds.
 *
 * @param folder where `romae` is installed, whose copy of sharp makes the pictures
 */
export async function writeOwnData(root: string, folder: string): Promise<void> {
  const source = path.join(root, 'apps/quickstart/node_modules/vega-datasets/data/weather.csv')
  await writeFile(path.join(folder, 'weather.csv'), withGaps(await readFile(source, 'utf8')))
  for (const [name, frequency] of [
    ['high', 3000],
    ['low', 300],
  ] as const) {
    await mkdir(path.join(folder, 'sounds', name), { recursive: true })
    for (let file = 0; file < FILES; file++) {
      await writeFile(path.join(folder, 'sounds', name, `${file}.wav`), toneWav(frequency + 20 * file))
    }
  }
  await writeFile(path.join(folder, 'pictures.mjs'), pictures)
  await run(process.execPath, ['pictures.mjs'], { cwd: folder, env: userEnvironment() })
}

/** Every ninth maximum temperature is missing. */
function withGaps(csv: string): string {
  return csv
    .split('\n')
    .map((line, index) => {
      const cells = line.split(',')
      if (index > 0 && index % 9 === 0 && cells.length > 3) cells[3] = ''
      return cells.join(',')
    })
    .join('\n')
}

const pictures = `
import { mkdirSync } from 'node:fs'
import sharp from 'sharp'
for (const [name, level] of [['bright ä', 200], ['dark', 40]]) {
  mkdirSync('photos/' + name, { recursive: true })
  for (let file = 0; file < ${FILES}; file++) {
    const pixels = Buffer.from(Array.from({ length: 32 * 32 * 3 }, (_, index) => level + ((index * 7 + file * 13) % 31)))
    await sharp(pixels, { raw: { width: 32, height: 32, channels: 3 } }).png().toFile('photos/' + name + '/' + file + '.png')
  }
}
`
