import { expect, it } from 'vitest'
import { type CardSubject, modelCard } from './model-card.ts'

const subject: CardSubject = {
  task: 'classify',
  modality: 'image',
  samples: 'images',
  data: 'photos',
  classes: ['cat', 'a|b`c\n# d'],
  figures: { split: 'On 60 images that were kept from training, once, at its end:', rows: [['accuracy', '0.9000']] },
}
const facts = [['parameters', 1200]] as const

it('begins with what model hubs read, and leaves the licence to the author', () => {
  const card = modelCard(subject, facts)
  expect(card).toMatch(
    /^---\nlibrary_name: romae\npipeline_tag: image-classification\ntags:\n(?: {2}- [\w-]+\n)+---\n# /,
  )
  expect(card).not.toMatch(/^license:/m)
  expect(card).toContain('write `license:` at the top')
})

it('has figures with their split, settings, and three lines of use', () => {
  const card = modelCard(subject, facts)
  expect(card).toContain('kept from training, once, at its end:\n\n| | |\n| --- | --- |\n| accuracy | 0.9000 |')
  expect(card).toContain('| parameters | 1200 |')
  const [, code] = /```js\n(.*?)```/s.exec(card)!
  expect(code!.trim().split('\n')).toHaveLength(3)
  expect(code).toContain("import { image } from '@romae/image'")
})

it('keeps names from being anything but text', () => {
  const rows = [['a|[b](c)', '1']] as const
  const card = modelCard({ ...subject, figures: { split: '', rows } }, facts)
  expect(card).toContain("Classes: `cat`, `a\\|b'c\\n# d`.")
  expect(card).toContain('| a\\|\\[b\\](c) | 1 |')
})

it('has the channels with their units', () => {
  const channels = { names: ['temp', 'wind'], units: ['°C', null] }
  expect(modelCard({ ...subject, task: 'impute', modality: 'timeseries', classes: null, channels }, facts)).toContain(
    'Channels: `temp [°C]`, `wind`.',
  )
})

it('of a plugin’s model says the command alone, which imports it', () => {
  const card = modelCard({ ...subject, modality: 'soundings', figures: null }, facts)
  expect(card).toContain('npx romae classify FILES… --model FOLDER')
  expect(card).not.toContain('```js')
  expect(card).toContain('Nothing was held out')
})
