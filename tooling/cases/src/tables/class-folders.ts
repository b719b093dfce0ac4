import { cp, mkdir, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { App } from '../app.ts'
import type { Case, Workplace } from '../case.ts'
import { keptData } from '../kept-run.ts'
import { outputOf, requireRefused } from './outcome.ts'

const brief = ['--preset', 'smoke', '--dry-run']

/** Class folders of pictures or sounds, with further files. @returns how the app ended on them */
async function train(place: Workplace, app: App, files: Readonly<Record<string, string>>, command = 'finetune') {
  await cp(keptData(app === 'image' ? 'images' : 'sounds'), path.join(place.folder, 'in'), { recursive: true })
  for (const [name, content] of Object.entries(files)) {
    await mkdir(path.dirname(path.join(place.folder, 'in', name)), { recursive: true })
    await writeFile(path.join(place.folder, 'in', name), content)
  }
  return place.run(app, command, 'in', ...brief)
}

/** Class folders of which some files are not read. */
export const classFolderCases: readonly Case[] = [
  ...(
    [
      ['image', 'a.heic'],
      ['image', 'deep/a.bmp'],
      ['image', 'notes.txt'],
      ['audio', 'a.aiff'],
      ['audio', 'a.m4a'],
      ['audio', 'speaker/a.wav'],
    ] as const
  ).map(([app, file]) => ({
    name: `${app} does not train without a class of which only ${file} is there`,
    async try(place: Workplace) {
      const code = app === 'image' ? 'IMAGE_EMPTY_CLASS' : 'AUDIO_EMPTY_CLASS'
      requireRefused(await train(place, app, { [`lost/${file}`]: 'x' }), code, '"lost"')
      return undefined
    },
  })),
  ...(['pretrain', 'finetune'] as const).flatMap((command) =>
    (['image', 'audio'] as const).map((app) => ({
      name: `${app} ${command} counts and names files that are not read`,
      async try(place: Workplace) {
        const files = { 'a.wma': 'x', 'b.wma': 'x', '.DS_Store': 'x', 'Thumbs.db': 'x' }
        const result = await train(place, app, files, command)
        outputOf(result)
        if (!result.stderr.includes('2 entries are not read: 2 .wma')) throw new Error(result.stderr.slice(0, 300))
        return undefined
      },
    })),
  ),
  {
    name: 'image does not train on a class folder that became empty',
    async try(place) {
      await train(place, 'image', { 'lost/a.png': 'x' })
      await rm(path.join(place.folder, 'in/lost/a.png'))
      requireRefused(await place.run('image', 'finetune', 'in', ...brief), 'IMAGE_EMPTY_CLASS', 'no file')
      return undefined
    },
  },
]
