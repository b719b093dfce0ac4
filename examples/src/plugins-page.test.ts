import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { temporaryFolder } from '@romae/build/temporary-folder'
import { expect, it } from 'vitest'
import { romae } from './testing/romae.ts'

const page = readFileSync(join(import.meta.dirname, '../../docs/plugins.md'), 'utf8')

/** Surveys of a flat reef and of a basin, by four cruises. */
const rows = Array.from({ length: 16 }, (_, index) => {
  const isReef = index % 2 === 0
  const soundings = Array.from({ length: 6 }, (_, place) => [35 + place / 10, 139, (isReef ? 12 : 900) + place])
  return { id: `${index}`, cruise: `cruise ${index >> 2}`, ground: isReef ? 'reef' : 'basin', soundings }
})

it('the plugin of docs/plugins.md does all that the page says', { timeout: 120_000 }, async () => {
  const [, plugin] = page.match(/^```ts\n(.*?)^```$/ms)!
  const folder = await temporaryFolder({
    'soundings.ts': plugin!,
    'surveys.jsonl': rows.map((row) => JSON.stringify(row)).join('\n'),
    'new.jsonl': rows.map(({ id, soundings }) => JSON.stringify({ id, soundings })).join('\n'),
  })
  const [surveys, own] = [join(folder, 'surveys.jsonl'), ['--modality', join(folder, 'soundings.ts')]]
  const inspected = await romae('inspect', surveys, ...own)
  expect(inspected).toMatch(/surveys +16\nlabels +2: reef \(8\), basin \(8\)\ngroups +4\n/)
  await romae('pretrain', surveys, ...own, '--preset', 'smoke', '--out', join(folder, 'a'), '--least', '6')
  const training = ['--preset', 'smoke', '--set', 'finetuning.steps=40']
  await romae(
    'finetune',
    surveys,
    ...own,
    ...training,
    '--from',
    join(folder, 'a'),
    '--out',
    join(folder, 'b'),
    '--held-out',
    '0.25',
  )
  const classified = await romae('classify', join(folder, 'new.jsonl'), ...own, '--model', join(folder, 'b'))
  const classes = classified.trim().split('\n').slice(1)
  expect(classes).toHaveLength(16)
  expect(classes[0]).toMatch(/^0,reef/)
  expect(classes[1]).toMatch(/^1,basin/)
})
