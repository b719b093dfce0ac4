import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { filterBank, fromSamples } from '@romae/audio'
import { decodeImage, imageTokenizer } from '@romae/image'
import sharp from 'sharp'
import { SOUNDS } from './test-data.ts'

export type MediaWork = 'fbank' | 'images' | 'sharp'

/** What our process is asked: the processor time of `count` results, or some numbers of the first result. */
export type Question =
  | { readonly type: 'time'; readonly work: MediaWork; readonly count: number }
  | { readonly type: 'sample'; readonly work: MediaWork }

/** Answers `Question`s about the files of a folder. This module is a program of its own. */
async function main(folder: string): Promise<void> {
  // One core is what is measured: no threads that wait for each other.
  sharp.concurrency(1)
  const samples = new Float32Array((await readFile(join(folder, 'sounds.f32'))).buffer)
  const sounds = Array.from({ length: SOUNDS.count }, (_, index) =>
    fromSamples({
      id: `sound ${index}`,
      rate: SOUNDS.rate,
      samples: samples.subarray(index * SOUNDS.length, (index + 1) * SOUNDS.length),
    }),
  )
  const names = (await readdir(join(folder, 'images'))).sort()
  const files = await Promise.all(names.map((name) => readFile(join(folder, 'images', name))))
  const toSpectrogram = await filterBank({ rate: SOUNDS.rate })
  // One token of the whole image keeps its pixels in order.
  const tokenizer = imageTokenizer({ patch: [224, 224], normalize: 'imagenet' })
  const works: Record<MediaWork, (number: number) => Promise<ArrayLike<number>>> = {
    fbank: async (number) => toSpectrogram(sounds[number % sounds.length]!).values,
    images: async (number) => {
      const image = await decodeImage(files[number % files.length]!, { resize: { width: 224, height: 224 } })
      return tokenizer.tokenize(image).values
    },
    // What sharp takes at least: neither header, resizing nor normalising.
    sharp: (number) =>
      sharp(files[number % files.length]!)
        .raw()
        .toBuffer(),
  }
  process.on('message', async (question: Question) => {
    const work = works[question.work]
    if (question.type === 'sample') {
      const values = await work(0)
      process.send!(Array.from(values).filter((_, index) => index % 997 === 0))
      return
    }
    const times: number[] = []
    for (let number = 0; number < question.count; number++) {
      const start = process.cpuUsage()
      await work(number)
      const { user, system } = process.cpuUsage(start)
      times.push((user + system) / 1000)
    }
    process.send!(times)
  })
  process.send!([])
}

await main(process.argv[2]!)
