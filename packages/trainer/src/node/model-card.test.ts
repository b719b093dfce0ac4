import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { temporaryFolder } from '@romae/build/temporary-folder'
import { initializeParameters } from '@romae/core'
import { unzipSync } from 'fflate'
import { expect, it } from 'vitest'
import { modelToZip } from '../model/zip.ts'
import { numberedModel } from '../testing/saved-variants.ts'
import { tinyPretraining } from '../testing/tiny-pretraining.ts'
import { saveModel } from './load-model.ts'
import { writeModelCard } from './model-card.ts'
import { foreignFiles, removeSaved } from './own-files.ts'

const classifier = () => numberedModel(1)
const pretrained = () => {
  const config = tinyPretraining()
  return { config, parameters: initializeParameters(config, 1), tokenizer: null, classes: null }
}
const cardIn = (folder: string) => readFile(join(folder, 'README.md'), 'utf8')

it('is beside every saved model, and of the model that is there', async () => {
  const folder = await temporaryFolder()
  await saveModel(folder, pretrained())
  expect(await cardIn(folder)).toMatch(/^---\nlibrary_name: romae\n[\s\S]*\n---\n# A pre-trained model\n/)
  const model = { ...classifier(), classes: ['a|b', 'c`\n# d'] }
  await saveModel(folder, model)
  const card = await cardIn(folder)
  expect(card).toContain('# A classifier')
  expect(card).toContain("Classes: `a\\|b`, `c'\\n# d`.")
  expect(new TextDecoder().decode(unzipSync(modelToZip(model))['README.md'])).toBe(card)
})

it('gives way to one that says more, and to no other once somebody has written into it', async () => {
  const folder = await temporaryFolder()
  await saveModel(folder, pretrained())
  expect(await writeModelCard(folder, '# Mine\n')).toBe(true)
  expect(await writeModelCard(folder, '# Ours\n')).toBe(true)
  expect(await cardIn(folder)).toMatch(/^# Ours\n/)
  const written = (await cardIn(folder)).replace('Ours', 'Theirs')
  await writeFile(join(folder, 'README.md'), written)
  expect(await writeModelCard(folder, '# Mine\n')).toBe(false)
  await saveModel(folder, classifier())
  expect(await cardIn(folder)).toBe(written)
})

it('goes with its model, unless somebody has written into it', async () => {
  const folder = await temporaryFolder()
  await saveModel(folder, pretrained())
  expect(await foreignFiles({ kind: 'model', folder })).toEqual([])
  await writeFile(join(folder, 'README.md'), `${await cardIn(folder)}More.`)
  expect(await foreignFiles({ kind: 'model', folder })).toEqual([join(folder, 'README.md')])
  expect(await removeSaved({ kind: 'model', folder })).toEqual([join(folder, 'README.md')])
})

it('of a folder that cannot be written is an error', async () => {
  const file = join(await temporaryFolder(), 'file')
  await writeFile(file, '')
  await expect(writeModelCard(file, '')).rejects.toThrowRomae('CHECKPOINT_UNWRITABLE', { path: file })
})
