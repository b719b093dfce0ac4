import { unzipSync, zipSync } from 'fflate'
import { beforeAll, expect, it } from 'vitest'
import { modelFromZip, modelToFiles, modelToZip, pretrain, type RomaeModel, runToEnd } from '../index.ts'
import { testEngine } from '../testing/engines.ts'
import { resumableOptions } from '../testing/resumable-run.ts'

let model: RomaeModel
let files: Record<string, Uint8Array>

beforeAll(async () => {
  const engine = await testEngine()
  model = await runToEnd(pretrain(resumableOptions({ steps: 1, engine })))
  files = { ...modelToFiles(model) }
  await engine.dispose()
})

const expectUnreadable = async (archive: Uint8Array, reason: RegExp) => {
  await expect(modelFromZip(archive)).rejects.toThrowRomae('CHECKPOINT_UNREADABLE', { path: 'the archive' })
  await expect(modelFromZip(archive)).rejects.toThrow(reason)
}

it('carries a model, the same bytes each time', async () => {
  const zip = modelToZip(model)
  expect(modelToZip(model)).toEqual(zip)
  // 1980-01-01 00:00, wherever it is made.
  expect(new DataView(zip.buffer).getUint32(10, true)).toBe(0x00210000)
  expect(Object.keys(unzipSync(zip))).toEqual(['model.safetensors', 'model_config.json', 'romae.json', 'README.md'])
  expect(await modelFromZip(zip)).toEqual(model)
  expect(await modelFromZip(new Blob([zip]))).toEqual(model)
})

it('is read from the archive of a folder that somebody has packed, with other files in it', async () => {
  const packed = Object.fromEntries(Object.entries(files).map(([name, bytes]) => [`weather/${name}`, bytes]))
  expect(await modelFromZip(zipSync({ ...packed, 'weather/notes.txt': new Uint8Array(3) }))).toEqual(model)
})

it('refuses what is damaged, not one model, or no archive', async () => {
  const weights = Uint8Array.from(files['model.safetensors']!)
  weights[weights.length - 1]! ^= 1
  await expectUnreadable(zipSync({ ...files, 'model.safetensors': weights }), /model.safetensors is not the one that/)
  await expectUnreadable(zipSync({ ...files, 'other/romae.json': new Uint8Array(1) }), /several files romae.json/)
  await expectUnreadable(modelToZip(model).subarray(0, 1000), /cannot be read/)
  await expectUnreadable(new Uint8Array(100), /cannot be read/)
  const { 'model.safetensors': _, ...rest } = files
  await expect(modelFromZip(zipSync(rest))).rejects.toThrowRomae('CHECKPOINT_UNREADABLE', { path: 'model.safetensors' })
  await expect(modelFromZip('model.zip' as never)).rejects.toThrowRomae('TRAINER_OPTION', { key: 'archive' })
})

it('refuses a size that no archive of that length holds', async () => {
  const zip = modelToZip(model)
  const view = new DataView(zip.buffer)
  // The central directory's first entry: its uncompressed size.
  const directory = view.getUint32(zip.length - 6, true)
  view.setUint32(directory + 24, 0xffff_fff0, true)
  await expectUnreadable(zip, /the size of model.safetensors is wrong/)
})
