import { copyFile, mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { temporaryFolder } from '@romae/build/temporary-folder'
import { createRandom } from '@romae/core'
import { toPng } from '@romae/image'
import { beforeAll, describe, expect, it } from 'vitest'
import { loadSeveral } from '../cli/load-several.ts'
import { memoryBudget } from '../samples/memory-budget.ts'
import { runRomae, tryRomae } from '../testing/run-romae.ts'
import { parseMembers } from './member-words.ts'

const members = [
  'picture=image,column=photo,size=8,patch=4,channels=1',
  'curve=timeseries,column=star,table=curves.csv,id=object,time=mjd,value=flux',
  'about=values,column=age,column=sex,column=ward,category=ward',
]
const asOptions = members.flatMap((word) => ['--modality', word])
const count = 24
/** Rows in which something is missing, by column. */
const missing: Readonly<Record<string, readonly number[]>> = { photo: [3, 4], star: [4, 5], age: [1, 3] }

let folder: string
beforeAll(async () => {
  folder = await temporaryFolder()
  await writeStars(folder)
})

/** Dark or bright pictures, by relative and absolute paths, and curves and ages that tell the same; as Excel writes tables in Germany. */
async function writeStars(place: string): Promise<void> {
  const random = createRandom(1, 'stars')
  const curves = ['object;mjd;flux']
  const rows = ['sex;age;class;photo;ward;star;patient']
  await mkdir(join(place, 'photos'), { recursive: true })
  for (let row = 0; row < count; row++) {
    const bright = row % 2
    const data = Float32Array.from({ length: 64 }, () => 0.2 + 0.6 * bright + 0.05 * random.normal())
    const path = `photos/${row}.png`
    await writeFile(join(place, path), await toPng({ id: '', width: 8, height: 8, channels: 1, frames: 1, data }))
    for (let time = 0; time < 6; time++)
      curves.push(`s${row};${time},5;${(bright + 0.1 * random.normal()).toFixed(3)}`.replaceAll('.', ','))
    const cells = {
      sex: row % 3 === 0 ? '' : 'fm'[row % 2]!,
      age: String(40 + 10 * bright + random.uniform()).replace('.', ','),
      class: bright ? 'bright' : 'dark',
      photo: row % 4 === 0 ? join(place, path) : path,
      ward: String(1 + (row % 3)),
      star: `s${row}`,
      patient: `p${row >> 1}`,
    }
    const shown = Object.entries(cells).map(([name, cell]) => (missing[name]?.includes(row) ? 'NA' : cell))
    rows.push(shown.join(';'))
  }
  await writeFile(join(place, 'stars.csv'), `\uFEFF${rows.join('\r\n')}\r\n`)
  await writeFile(join(place, 'curves.csv'), `${curves.join('\n')}\n`)
}

const read = async (path: string, words = members, label: string | null = 'class') => {
  const host = await loadSeveral(parseMembers(words))
  const data = { ...host.presets.cpu.data, label, group: 'patient' }
  return { host, set: await host.read([path], data, memoryBudget(), 'train') }
}

describe('a table of samples', () => {
  it('has a sample a row, of the modalities that its cells name', async () => {
    const { host, set } = await read(join(folder, 'stars.csv'))
    const held = set.samples.held as readonly Record<string, never>[]
    expect(held.map((sample) => Object.keys(sample))).toEqual(
      held.map((_, row) => [
        ...(missing.photo!.includes(row) ? [] : ['picture']),
        ...(missing.star!.includes(row) ? [] : ['curve']),
        'about',
      ]),
    )
    expect([set.ids[0], set.labels.slice(0, 2), set.keys!.groups!.slice(1, 3)]).toEqual([
      'line 2',
      ['dark', 'bright'],
      ['p0', 'p1'],
    ])
    expect(held[0]!.about).toEqual({ age: expect.closeTo(40.5, 0), ward: '1' })
    expect(held[1]!.about).toEqual({ sex: 'm', ward: '2' })
    expect(set.data).toMatchObject({ about: { numbers: ['age'] }, curve: { channels: ['flux'] } })
    const tokenizer = await host.fit(set.samples, host.presets.cpu.tokenizer)
    const tokens = await tokenizer.tokenize(held[4]!)
    expect('parts' in tokens && tokens.parts.map((part) => part?.length ?? null)).toEqual([1, null, null])
    // A sheet of values needs no axis of its own.
    expect(tokenizer.axes).toEqual(['row', 'time', 'column'])
  })

  it('gives the same tokens where samples are read as they are needed', async () => {
    const tokensOf = async (gigabytes: number) => {
      const host = await loadSeveral(parseMembers(members))
      const { data, tokenizer: settings } = host.presets.cpu
      const { samples } = await host.read([join(folder, 'stars.csv')], data, memoryBudget(gigabytes), 'train')
      const tokenizer = await host.fit(samples, settings)
      const tokens = []
      for (let row = 0; row < count; row++) tokens.push(await tokenizer.tokenize(await samples.sample(row)))
      return { isHeld: samples.held !== null, tokens }
    }
    const [held, read] = [await tokensOf(1), await tokensOf(1e-9)]
    expect([held.isHeld, read.isHeld]).toEqual([true, false])
    expect(read.tokens).toEqual(held.tokens)
  })

  it('reads what a model asks for without its missing columns', async () => {
    const path = join(folder, 'some.csv')
    await writeFile(path, 'photo,age\nphotos/1.png,41.5\n,50\n')
    const host = await loadSeveral(parseMembers(members))
    const set = await host.read([path], host.presets.cpu.data, memoryBudget(), 'predict')
    expect((set.samples.held as object[]).map((sample) => Object.keys(sample))).toEqual([
      ['picture', 'about'],
      ['about'],
    ])
    expect(set.notes!.map((note) => note.slice(path.length))).toEqual([
      ': it has no column for curve, which is missing in all of its samples',
      ...['sex', 'ward'].map((name) =>
        `about: ${path}: it has no column ${name}, which is missing in all of its samples`.slice(path.length),
      ),
    ])
  })

  it.each<[string, string, string, Readonly<Record<string, unknown>>]>([
    [
      'a file that is not there',
      'photo\nphotos/1.png\nphotos/none.png\n',
      'APP_TABLE_CELL',
      { line: 3, column: 'photo', cell: 'photos/none.png' },
    ],
    ['a folder', 'photo\nphotos\n', 'APP_TABLE_CELL', { line: 2, cell: 'photos' }],
    ['a row of nothing', 'photo\nphotos/1.png\nNA\n', 'APP_TABLE_NOTHING', { line: 3, modalities: ['picture'] }],
    ['a column that is not there', 'foto\nphotos/1.png\n', 'APP_TABLE_NO_COLUMN', { name: 'photo', columns: ['foto'] }],
    ['a header alone', 'photo\n', 'APP_TABLE', { line: null }],
    ['two columns of one name', 'photo,photo\na,b\n', 'APP_TABLE', { reason: expect.stringMatching(/two columns/) }],
    ['a row of too many cells', 'photo,b\nphotos/1.png\n', 'APP_TABLE', { line: 2 }],
    ['an open quote', 'photo\n"photos/1.png\n', 'APP_TABLE', {}],
  ])('refuses %s, and says where', async (_, text, code, fields) => {
    const path = join(await temporaryFolder(), 'table.csv')
    await mkdir(join(dirname(path), 'photos'))
    await copyFile(join(folder, 'photos/1.png'), join(dirname(path), 'photos/1.png'))
    await writeFile(path, text)
    await expect(read(path, [members[0]!])).rejects.toThrowRomae(code, fields)
  })

  it('refuses ids that the table of series does not have', async () => {
    const path = join(folder, 'strange.csv')
    await writeFile(path, 'star,class,patient\ns1,a,b\ns99,a,b\n')
    await expect(read(path, [members[1]!])).rejects.toThrowRomae('APP_TABLE_CELL', {
      line: 3,
      cell: 's99',
      reason: expect.stringMatching(/curves\.csv has 24 series, and none with that id/),
    })
  })
})

describe('--modality of several', () => {
  it.each([
    [['picture=image', 'audio'], /has a name of its own/],
    [['picture=image', 'picture=audio'], /two modalities of that name/],
    [['1st=image'], /a name is a letter/],
    [['label=image'], /is the name of a setting/],
    [['picture='], /of which kind/],
    [['picture=image,size'], /no key=value/],
    [['picture=image,sise=3'], /sise is no setting of image/],
    [['picture=image,size=3,size=4'], /size is given twice/],
  ])('refuses %j', async (words, reason) => {
    await expect((async () => loadSeveral(parseMembers(words)))()).rejects.toThrowRomae('APP_MODALITIES', {
      reason: expect.stringMatching(reason),
    })
  })

  it('checks their settings as those of one', async () => {
    await expect(loadSeveral(parseMembers(['picture=image,size=big']))).rejects.toThrowRomae('APP_SETTING_VALUE', {
      key: 'data.picture.size',
    })
  })
})

describe('romae on a table of several modalities', () => {
  const brief = ['--preset', 'smoke', '--set', 'model.size=48x2x1', '--set', 'model.decoder=48x2x1'] as const

  it('pre-trains, fine-tunes, evaluates with every subset, and embeds what has one of them', {
    timeout: 180_000,
  }, async () => {
    const given = ['stars.csv', ...asOptions, ...brief, '--set', 'pretraining.steps=6', '--out', 'pre'] as const
    await runRomae(folder, 'pretrain', ...given)
    const labels = ['--label', 'class', '--group', 'patient'] as const
    const steps = [
      '--preset',
      'smoke',
      '--set',
      'finetuning.steps=60',
      '--set',
      'finetuning.learningRate=0.003',
    ] as const
    await runRomae(folder, 'finetune', 'stars.csv', '--from', 'pre', ...labels, ...steps, '--out', 'fine')
    const evaluated = JSON.parse(
      await runRomae(
        folder,
        'evaluate',
        'stars.csv',
        '--model',
        'fine',
        ...labels,
        '--ablation',
        '--out',
        'ev',
        '--json',
      ),
    )
    expect(evaluated.figures.accuracy).toBeGreaterThan(0.8)
    const subsets = evaluated.ablation.map(({ modalities, samples }: { modalities: string[]; samples: number }) => [
      modalities.join(' '),
      samples,
    ])
    expect(subsets).toHaveLength(7)
    expect(subsets[0]).toEqual(['about curve picture', count])
    expect(subsets).toContainEqual(['picture', count - missing.photo!.length])
    await writeFile(join(folder, 'new.csv'), 'star\ns1\ns2\n')
    const embedded = await runRomae(folder, 'embed', 'new.csv', '--model', 'pre')
    expect(
      embedded
        .trim()
        .split('\n')
        .map((line) => line.split(',').length),
    ).toEqual([49, 49, 49])
    const filled = JSON.parse(
      await runRomae(folder, 'impute', 'stars.csv', '--model', 'pre', '--out', 'told', '--json'),
    )
    expect(filled.filled).toEqual({ picture: missing.photo!.length })
    expect(filled.notes).toEqual([expect.stringMatching(/^curve stays missing in 2 samples: series cannot be made/)])
    const { host, set } = await read(join(folder, 'told/stars.filled.csv'), [members[0]!])
    expect(host.members).toEqual(['picture'])
    // Pictures that were told are there, and those that were there are found from the new folder.
    expect(set.samples.length).toBe(count)
    // A table of less has columns for what is told of the rest, which can be read as the first was.
    await writeFile(join(folder, 'less.csv'), 'photo;patient\nphotos/1.png;a\nphotos/2.png;b\n')
    await runRomae(folder, 'impute', 'less.csv', '--model', 'pre', '--out', 'more')
    const told = await read(join(folder, 'more/less.filled.csv'), [members[0]!, members[2]!], null)
    for (const { about } of told.set.samples.held as readonly { readonly about: Record<string, unknown> }[]) {
      expect(about.age).toBeGreaterThan(30)
      expect(about.age).toBeLessThan(60)
      expect(['1', '2', '3']).toContain(about.ward)
    }
    const resumed = await runRomae(folder, 'pretrain', ...given, '--resume')
    expect(resumed).toContain('already done')
  })

  it('says before training what cannot be', async () => {
    const wrong = await tryRomae(
      folder,
      'pretrain',
      'stars.csv',
      ...asOptions,
      '--set',
      'pretraining.maskRatios.phto=0.5',
    )
    expect(wrong.stderr).toMatch(/APP_SETTING_UNKNOWN/)
    const narrow = await tryRomae(
      folder,
      'pretrain',
      'stars.csv',
      ...asOptions,
      '--set',
      'model.size=8x4x1',
      '--out',
      'narrow',
    )
    expect(narrow.stderr).toMatch(/CORE_|CONFIG_|axes/)
  })
})
