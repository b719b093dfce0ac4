import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { temporaryFolder } from '@romae/build/temporary-folder'
import { acceptModality } from '@romae/tokenizer/modality'
import { expect, it } from 'vitest'
import { romae } from '../testing/romae.ts'
import quakes from './modality.ts'

const modality = join(import.meta.dirname, 'modality.ts')
const catalogue = fileURLToPath(new URL('../data/earthquakes.json', import.meta.resolve('vega-datasets')))

const own = ['--modality', modality]

it('is at most forty lines, and what the contract wants', () => {
  expect(readFileSync(modality, 'utf8').trimEnd().split('\n').length).toBeLessThanOrEqual(40)
  expect(acceptModality(quakes, 'quakes')).toBe(quakes)
})

it('trains on a real catalogue by the command, and embeds it', { timeout: 60_000 }, async () => {
  const run = join(await temporaryFolder({}), 'run')
  expect(await romae('inspect', catalogue, ...own)).toMatch(
    /sequences of earthquakes +106\n.*channels +1: magnitude\n.* 16 each, of 1 values at time, latitude/s,
  )
  await romae('pretrain', catalogue, ...own, '--window', '32', '--preset', 'smoke', '--out', run)
  const losses = readFileSync(join(run, 'metrics.jsonl'), 'utf8').matchAll(/"meanLoss":([0-9.]+)/g)
  const [first, ...others] = [...losses].map(([, loss]) => Number(loss))
  expect(others).toHaveLength(3)
  expect(others.at(-1)).toBeLessThan(first!)
  // The model remembers the window.
  const [header, ...rows] = (await romae('embed', catalogue, ...own, '--model', run)).trimEnd().split('\n')
  expect([header!.split(',').length > 32, rows.length]).toEqual([true, 53])
})

it('reads bytes with a name as it reads a path, and names what is no catalogue', async () => {
  const context = { purpose: 'train', memory: { bytes: 0, left: () => 0, take: () => false } } as const
  const options = { window: 16 }
  const others = { note: () => {}, standardInput: () => Promise.reject(new Error('none')) }
  const read = async (...sources: Parameters<typeof quakes.read>[0]) =>
    quakes.read(sources, options, { ...context, ...others })
  expect(await read(new File([readFileSync(catalogue)], 'week.json'))).toEqual(await read(catalogue))
  await expect(read(new File(['{}'], 'week.json'))).rejects.toThrowRomae('QUAKES_CATALOGUE', { name: 'week.json' })
})
