import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { imageFromPixels, toPng } from '@romae/image'
import { createRandom } from '@romae/internal/random'
import * as wavefile from 'wavefile'

// Node has what a CommonJS library exports under `default`, loaders that turn it into a module have the names.
const { WaveFile } = 'default' in wavefile ? (wavefile.default as typeof wavefile) : wavefile

const each = 5
const kinds = ['calm', 'wild'] as const

/** Writes the files that the apps' commands read: tables, class folders of images and of sounds. */
export async function writeAppData(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true })
  await writeFile(join(folder, 'waves.csv'), waves())
  await writeFile(join(folder, 'gaps.csv'), gaps())
  for (const [kind, name] of kinds.entries()) {
    for (const [of, ending, make] of [
      ['images', 'png', picture],
      ['sounds', 'wav', sound],
    ] as const) {
      await mkdir(join(folder, of, name), { recursive: true })
      for (let number = 0; number < each; number++) {
        const random = createRandom(30, of, kind, number)
        await writeFile(join(folder, of, name, `${number}.${ending}`), await make(kind, () => random.normal()))
      }
    }
  }
}

/** One row a time stamp, of series that are told apart by their frequency. */
function waves(): string {
  const rows = Array.from({ length: 2 * each }, (_, number) => number).flatMap((number) => {
    const random = createRandom(30, 'waves', number)
    const frequency = number % 2 === 0 ? 0.5 : 1.5
    return Array.from({ length: 8 }, (_, time) => {
      const [sine, cosine] = [Math.sin, Math.cos].map((of) => (of(frequency * time) + 0.2 * random.normal()).toFixed(3))
      return [`wave-${number}`, time, sine, cosine, kinds[number % 2], frequency].join()
    })
  })
  return ['id,time,sine,cosine,kind,frequency', ...rows, ''].join('\n')
}

/** One series, of which every fifth value is missing. */
function gaps(): string {
  const rows = Array.from({ length: 200 }, (_, day) => {
    const cell = (value: number, isMissing: boolean) => (isMissing ? '' : value.toFixed(3))
    return [day, cell(Math.sin(day / 3), day % 5 === 2), cell(7 + Math.cos(day / 3), day % 5 === 4)].join()
  })
  return ['day,warmth,wind', ...rows, ''].join('\n')
}

function picture(kind: number, random: () => number): Promise<Uint8Array> {
  const data = Float32Array.from({ length: 8 * 8 * 3 }, () =>
    Math.min(1, Math.max(0, 0.3 + 0.4 * kind + 0.1 * random())),
  )
  return toPng(imageFromPixels({ width: 8, height: 8, data }))
}

/** A fifth of a second. */
function sound(kind: number, random: () => number): Uint8Array {
  const samples = Int16Array.from(
    { length: 1600 },
    (_, at) => 8000 * Math.sin((kind === 0 ? 0.3 : 1.9) * at) + 500 * random(),
  )
  const file = new WaveFile()
  file.fromScratch(1, 8000, '16', samples)
  return file.toBuffer()
}
