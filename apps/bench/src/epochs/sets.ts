import { join } from 'node:path'
import { readFsdd } from '@romae/app-common'
import { createRandom } from '@romae/core'
import { readPhysioNet2012 } from '@romae/datasets'
import { readUea, type TimeSeries, toLongCsv } from '@romae/timeseries'
import type { Tokens } from '@romae/tokenizer'
import { memoryBudget, userPath, writeFile, writeJson } from 'romae'

export const setNames = ['intensive-care', 'vowels', 'characters', 'digits'] as const
export type SetName = (typeof setNames)[number]

/** What a set is written as: rows of observations, or tokens that are made. */
export type SetForm = 'series' | 'tokens'

export const setTitles: Readonly<Record<SetName, string>> = {
  'intensive-care': 'PhysioNet 2012',
  vowels: 'JapaneseVowels',
  characters: 'characters (made)',
  digits: 'FSDD',
}

/**
 * Writes a set as both sides read it: series as `series.csv` of `id,time,channel,value`, whose tokens are single observations;
 * spoken digits as the patches of their spectrograms.
 *
 * @param folder where it goes
 * @param data the folder with `physionet2012-set-a.tar.xz`, `uea/` and `fsdd.tar.xz`
 * @param most samples, the first of the set
 */
export async function writeSet(name: SetName, folder: string, data: string, most: number): Promise<SetForm> {
  if (name === 'digits') {
    await writeTokens(folder, (await digits(join(data, 'fsdd.tar.xz'))).slice(0, most))
    return 'tokens'
  }
  const all = await seriesOf(name, data)
  const series = all.slice(0, most).filter(({ channels }) => channels.some(({ values }) => values.length > 0))
  await writeFile(
    join(folder, 'series.csv'),
    await toLongCsv(series, { time: 'time', id: 'id', channel: 'channel', value: 'value' }),
  )
  return 'series'
}

async function seriesOf(name: Exclude<SetName, 'digits'>, data: string): Promise<readonly TimeSeries[]> {
  if (name === 'intensive-care') return readPhysioNet2012(join(data, 'physionet2012-set-a.tar.xz'))
  if (name === 'characters') return characters(1422)
  const part = async (split: string) => {
    const file = userPath(join(data, 'uea', 'JapaneseVowels', `JapaneseVowels_${split}.ts`))
    return (await readUea(file)).series.map((one) => ({ ...one, id: `${split}/${one.id}` }))
  }
  return [...(await part('TRAIN')), ...(await part('TEST'))]
}

/** Curves of a pen: two coordinates and a force at 60 to 182 times, the lengths of UEA's CharacterTrajectories. */
function characters(count: number): readonly TimeSeries[] {
  const random = createRandom(0, 'bench', 'characters')
  return Array.from({ length: count }, (_, index) => {
    const length = 60 + random.integer(123)
    const times = Float64Array.from({ length }, (_, time) => time)
    const channels = ['x', 'y', 'force'].map((name) => {
      const [rate, phase] = [0.02 + 0.1 * random.uniform(), 6 * random.uniform()]
      return { name, times, values: times.map((time) => Math.sin(rate * time + phase)) }
    })
    return { id: `character ${index}`, channels }
  })
}

/** Patches of four frames and sixteen bins, as `pnpm audio fsdd` has them, of recordings as long as they are. */
async function digits(archive: string): Promise<readonly Tokens[]> {
  const { audio } = await import('@romae/audio/modality')
  const settings = {
    pattern: null,
    rate: 8000,
    bins: 64,
    frameLength: 25,
    frameShift: 10,
    seconds: null,
    augment: null,
  }
  const { train } = await readFsdd(userPath(archive), settings as never, memoryBudget(undefined))
  const { samples } = train
  const sounds = []
  for (let index = 0; index < samples.length; index++) sounds.push(await samples.sample(index))
  const options = { patch: [4, 16], frames: null, fill: null, standardize: 'per-bin', positions: 'patches' }
  const tokenizer = await audio.fit(sounds as never, options as never)
  const tokens: Tokens[] = []
  for (const sound of sounds) tokens.push(await tokenizer.tokenize(sound as never))
  return tokens
}

async function writeTokens(folder: string, samples: readonly Tokens[]): Promise<void> {
  const { values, positions, length } = samples[0]!
  const layout = {
    tokenSize: values.length / length,
    axes: positions.length / length,
    lengths: samples.map((one) => one.length),
  }
  await writeJson(join(folder, 'tokens.json'), layout)
  for (const name of ['values', 'positions'] as const) {
    const bytes = Buffer.concat(
      samples.map((one) => Buffer.from(one[name].buffer, one[name].byteOffset, one[name].byteLength)),
    )
    await writeFile(join(folder, `${name}.f32`), bytes)
  }
}
