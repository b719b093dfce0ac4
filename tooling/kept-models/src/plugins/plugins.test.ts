import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { temporaryFolder } from '@romae/build/temporary-folder'
import type { Tokenizer } from '@romae/tokenizer'
import { acceptModality } from '@romae/tokenizer/modality'
import { type HostModality, hostModality, memoryBudget } from 'romae'
import { expect, it } from 'vitest'
import least from '../../plugins/least-1.js'
import whole from '../../plugins/whole-1.js'
import write from '../../plugins/write-1.js'

const folder = join(import.meta.dirname, '../../plugins')
const kept = {
  'least-1.js': '03e9bc84c32884f556c1a3da23a6430ace13638b0fb33b11aec2bcf4d244bf29',
  'whole-1.js': 'c564ec5d07db2b44cb73ca25341b70e358be193bcd45afa27611dfc5de7840d9',
  'write-1.js': '2a7c4a787f4f5802f9619c3a314f45c09b8fa3087eb8e5287fa8d1bb0a3d1710',
}

/** A model that was made with a tokenizer, as far as that is made again. */
function modelOf({ name, specVersion, axes, tokenSize, toJSON }: Tokenizer<never>): Parameters<Host['restore']>[0] {
  const tokenizerRecord = { name, specVersion, axes, tokenSize, package: null, version: null }
  return { config: null as never, tokenizer: JSON.parse(JSON.stringify(toJSON!())), tokenizerRecord }
}
type Host = HostModality<never>

it('has the plugins as they were published', () => {
  const sums = readdirSync(folder).map((name) => {
    const bytes = readFileSync(join(folder, name))
    return [name, createHash('sha256').update(bytes).digest('hex')] as const
  })
  expect(Object.fromEntries(sums)).toEqual(kept)
})

it('takes the least plugin of version 1 as it is', async () => {
  expect(acceptModality(least, 'least-1.js')).toBe(least)
  const host = hostModality<readonly number[]>(least, 'least-1.js')
  const files = await temporaryFolder({ 'a.txt': '1 2 3\n4 5\n' })
  const set = await host.read([join(files, 'a.txt')], host.presets.cpu.data, memoryBudget(), 'train')
  expect(set).toMatchObject({ ids: ['line 0', 'line 1'], labels: [undefined, undefined], data: {} })
  const fitted = await host.fit(set.samples, host.presets.cpu.tokenizer)
  const sample = await set.samples.sample(1)
  expect(await host.restore(modelOf(fitted as never)).tokenize(sample)).toEqual(await fitted.tokenize(sample))
  expect(host.augment({})).toBeNull()
  expect([host.describe(fitted), host.inspect([sample], {}), host.idle({ data: {} }, [])]).toEqual([[], [], {}])
  const model = { config: { normalizeTargets: false } }
  expect(await host.reconstructions({ model, tokenizer: fitted, set } as never)).toEqual([])
})

it('takes every field of a plugin of version 1', async () => {
  expect(acceptModality(whole, 'whole-1.js')).toBe(whole)
  const host = hostModality<readonly number[]>(whole, 'whole-1.js')
  const { data, tokenizer, model, pretraining } = host.presets.smoke
  expect({ data, tokenizer, model, pretraining }).toMatchObject({
    data: { most: 100, kinds: true, augment: { noise: 0 } },
    tokenizer: { step: 1, centre: 'mean' },
    model: { size: 'tiny-shallow' },
    pretraining: { epochs: 2 },
  })
  expect(host.dataOptions.map(({ flags }) => flags)).toEqual(['--most <count>', '--kinds'])
  expect([host.readsOnDemand, host.schema.saved]).toEqual([true, { places: { kind: 'list', item: { kind: 'text' } } }])
  const files = await temporaryFolder({ 'a.walks': 'one here short 1 2 3\ntwo there long 4 5 6 7\n' })
  const set = await host.read([join(files, 'a.walks')], data, memoryBudget(), 'train')
  expect(set).toMatchObject({
    ids: ['one', 'two'],
    labels: ['short', 'long'],
    classes: ['long', 'short'],
    keys: { ids: ['one', 'two'], groups: ['here', 'there'] },
    data: { most: 100, places: ['here', 'there'] },
    notes: ['read to train'],
  })
  expect(await set.keys!.content!(0)).toBe('[1,2,3]')
  const fitted = await host.fit(set.samples, tokenizer)
  const sample = await set.samples.sample(1)
  expect(await fitted.tokenize(sample)).toEqual({
    values: Float32Array.of(0, 1, 2, 3),
    positions: Float32Array.of(0, 1, 2, 3),
    length: 4,
  })
  const restored = host.restore(modelOf(fitted as never))
  expect(await restored.tokenize(sample)).toEqual(await fitted.tokenize(sample))
  expect(host.inherit(set.data, 'predict')).toMatchObject({ kinds: false, places: ['here', 'there'] })
  expect(host.identify(set.data)).toEqual({ augment: { noise: 0 } })
  expect(host.idle({ data, tokenizer: { centre: 'none' } } as never, [])).toEqual({ 'tokenizer.centre': 'it is none' })
  expect(host.describe(fitted)).toEqual(['walks/numbers, from romae-walks'])
  expect(host.inspect([sample], {})).toEqual([['longest', '4']])
  const change = host.augment({ ...data, augment: { noise: 2 } })!
  expect(change([1, 1], { uniform: () => 0.75 } as never)).toEqual([1.5, 1.5])
})

it('takes a plugin of version 1 that writes its samples back', async () => {
  expect(acceptModality(write, 'write-1.js')).toBe(write)
  const source = new File(['# rows\n[1, null]\n[null, 4]\n'], 'a.rows')
  const standardInput = () => Promise.reject(new Error('nothing is there'))
  const { samples } = await write.read([source], { skip: 1 }, { standardInput } as never)
  const read = samples as readonly (readonly (number | null)[])[]
  const filled = read.map((row) => row.map((value, place) => value ?? place))
  const pieces: (string | Uint8Array)[] = []
  const content = await write.write!(source, { read, filled }, { skip: 1 }, { standardInput, escapeFormulas: false })
  for await (const piece of content as AsyncIterable<string | Uint8Array>) pieces.push(piece)
  expect(await new Blob(pieces as never).text()).toBe('# rows\n[1,1]\n[0,4]\n')
})
