import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { spectrogramTokenizer } from '@romae/audio'
import { imageTokenizer } from '@romae/image'
import { observationTokenizer } from '@romae/timeseries'
import { loadModel } from '@romae/trainer/node'
import type { App } from '../app.ts'
import type { Case, Workplace } from '../case.ts'
import { copyRun, keptData } from '../kept-run.ts'

type Json = Record<string, unknown>

/** Rewrites a JSON file beside a kept model. */
async function rewrite(run: string, file: string, change: (json: Json) => unknown): Promise<void> {
  const place = path.join(run, 'checkpoint', file)
  const changed = change(JSON.parse(await readFile(place, 'utf8')) as Json)
  await writeFile(place, typeof changed === 'string' ? changed : JSON.stringify(changed))
}

/** The same settings with one more of `data`, as text: an object in between would take `__proto__` for something else. */
const withData = (setting: string) => (json: Json) => {
  const { data, ...rest } = json.experiment as Json
  const text = JSON.stringify({ ...json, experiment: { ...rest, data: 'DATA' } })
  return text.replace('"DATA"', () => `${JSON.stringify(data).slice(0, -1)},${setting}}`)
}

const deepList = `${'['.repeat(200_000)}${']'.repeat(200_000)}`

/** Uses a kept model whose `experiment.json` was changed. */
async function classify(place: Workplace, app: Exclude<App, 'quickstart'>, setting: string, files: string) {
  const kept = { audio: 'audio-classify', image: 'image-classify', timeseries: 'series-classify' } as const
  const run = await copyRun(kept[app], place.folder)
  await rewrite(run, 'experiment.json', withData(setting))
  return place.run(app, 'classify', files, '--model', run)
}

function requireCode({ code, stderr }: { code: number | null; stderr: string }, expected: string): void {
  if (code !== 1 || !stderr.includes(`[${expected}]`) || stderr.includes('    at ')) {
    throw new Error(`exit code ${code}, ${stderr.slice(0, 300) || 'nothing said'}`)
  }
}

/** Requires a typed refusal at once, and without the memory that was asked for. */
async function refusedAtOnce(codes: readonly string[], run: () => unknown): Promise<void> {
  const started = performance.now()
  let code: string | undefined
  try {
    await run()
  } catch (error) {
    code = (error as { code?: string }).code ?? String(error).slice(0, 200)
  }
  const elapsed = performance.now() - started
  if (!codes.includes(code ?? '') || elapsed > 2000)
    throw new Error(`${code ?? 'taken'} after ${elapsed.toFixed(0)} ms`)
}

/** What stands in a stranger's run: no more than could be typed. */
export const runSettingsCases: readonly Case[] = [
  {
    name: 'a run that asks for images of 18,000 pixels a side is refused',
    async try(place) {
      requireCode(await classify(place, 'image', '"size":18000', keptData('images')), 'APP_SAVED_SETTINGS')
      return undefined
    },
  },
  {
    name: 'a run with a pattern that would never end takes linear time',
    async try(place) {
      const sounds = path.join(place.folder, 'sounds')
      await mkdir(sounds)
      await copyFile(path.join(keptData('sounds'), 'calm/0.wav'), path.join(sounds, `${'a'.repeat(60)}b.wav`))
      // Names that the pattern does not fit need no label to be classified: what counts is that it ends.
      const { code, stderr } = await classify(place, 'audio', '"pattern":"^(?<label>(a|aa)+)$"', sounds)
      if (code !== 0) throw new Error(`exit code ${code}, ${stderr}`)
      return undefined
    },
  },
  {
    name: 'settings nested 200,000 levels deep are refused',
    async try(place) {
      requireCode(
        await classify(place, 'timeseries', `"missing":${deepList}`, keptData('waves.csv')),
        'APP_SAVED_SETTINGS',
      )
      return undefined
    },
  },
  {
    name: 'a setting called __proto__ is unknown',
    async try(place) {
      const setting = '"__proto__":{"time":"t"}'
      requireCode(await classify(place, 'timeseries', setting, keptData('waves.csv')), 'APP_SAVED_SETTINGS')
      return undefined
    },
  },
  {
    name: 'what a run may not ask for cannot be typed either',
    async try({ run }) {
      requireCode(
        await run('image', 'pretrain', keptData('images'), '--set', 'data.size=18000', '--dry-run'),
        'APP_SETTING_VALUE',
      )
      return undefined
    },
  },
  {
    name: 'romae.json and model_config.json with a billion blocks, or nested deep, are refused at once',
    async try({ folder }) {
      const run = await copyRun('series-pretrain', folder)
      const load = () => loadModel(path.join(run, 'checkpoint'))
      await rewrite(run, 'romae.json', (json) =>
        JSON.stringify(json).replace('"tokenizer":', `"x":${deepList},"tokenizer":`),
      )
      await refusedAtOnce(['CHECKPOINT_UNREADABLE'], load)
      await rewrite(run, 'romae.json', () => deepList)
      await refusedAtOnce(['CHECKPOINT_UNREADABLE'], load)
      for (const file of ['romae.json', 'model_config.json']) {
        const again = await copyRun('series-pretrain', path.join(folder, file))
        await rewrite(again, file, (json) => JSON.stringify(json).replaceAll(/"depth":\d+/g, '"depth":1000000000'))
        await refusedAtOnce(['CHECKPOINT_UNREADABLE'], () => loadModel(path.join(again, 'checkpoint')))
      }
      return undefined
    },
  },
  {
    name: 'tokenizers of a file that ask for gigabytes are refused at once',
    async try() {
      const image = (options: object) => imageTokenizer.fromJSON({ name: 'image/patches', options })
      const sound = (options: object) =>
        spectrogramTokenizer.fromJSON({ name: 'audio/spectrogram', options: { framesPerSecond: 100, ...options } })
      const series = (options: object) => observationTokenizer.fromJSON({ name: 'timeseries/observations', options })
      await refusedAtOnce(['IMAGE_INVALID_OPTION'], () => image({ patch: [1, 1], channels: 1e9 }))
      await refusedAtOnce(['IMAGE_INVALID_OPTION'], () => image({ patch: [1e9, 1e9], channels: 1 }))
      await refusedAtOnce(['AUDIO_INVALID_OPTION'], () => sound({ bins: 1e9, patch: [1, 1] }))
      await refusedAtOnce(['AUDIO_INVALID_OPTION'], () => sound({ bins: 16, patch: [16, 16], frames: 16e8 }))
      await refusedAtOnce(['TIMESERIES_INVALID_OPTION'], () => series({ channels: 1e9 }))
      await refusedAtOnce(['TIMESERIES_INVALID_OPTION'], () => series({ channels: 1, extras: 1e9 }))
      return undefined
    },
  },
]
