import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { temporaryFolder } from '@romae/build/temporary-folder'
import { describe, expect, it } from 'vitest'
import { flag, type HostModality, integer, text, texts } from '../index.ts'
import { readSettings } from './read-settings.ts'
import { savedSections, savedWindow } from './saved-settings.ts'

/** As much of a modality as the settings of a saved run need. */
const modality = {
  schema: {
    data: { size: integer(1, 64), file: text, augment: { flip: flag, count: integer(0, 3) } },
    tokenizer: { patch: integer(1, 8) },
    saved: { channels: texts },
  },
  presets: { cpu: { data: { size: 8, file: 'file', augment: { flip: true, count: 1 } }, tokenizer: { patch: 4 } } },
} as unknown as HostModality<unknown>

async function saved(json: unknown) {
  const folder = await temporaryFolder()
  const path = join(folder, 'experiment.json')
  await writeFile(path, typeof json === 'string' ? json : JSON.stringify(json))
  return readSettings(path)
}

const refused = expect.objectContaining({ code: 'APP_SAVED_SETTINGS' })

describe('the settings of a run', () => {
  it('are taken by section, with what was found in its files; what an older run lacks is the preset’s', async () => {
    const data = { size: 16, augment: { flip: false }, channels: ['a'] }
    const settings = await saved({ experiment: { data, pretraining: 'anything' }, targetScale: { mean: -1, std: 2 } })
    expect(savedSections(settings, modality, ['data', 'tokenizer'])).toEqual({
      data: { size: 16, file: 'file', augment: { flip: false, count: 1 }, channels: ['a'] },
      tokenizer: { patch: 4 },
    })
    expect(settings.targetScale).toEqual({ mean: -1, std: 2 })
    expect((await saved({ experiment: {} })).targetScale).toBeNull()
  })

  it.each([{ size: 65 }, { size: '8' }, { other: 1 }, { augment: { count: 1e9 } }, { augment: [] }, [1], null])(
    'are refused with data %o',
    async (data) => {
      const settings = await saved({ experiment: { data } })
      expect(() => savedSections(settings, modality, ['data'])).toThrow(refused)
    },
  )

  it.each([
    'null',
    '[]',
    '{"experiment": 3}',
    '{"experiment": {}',
    `{"experiment": ${'['.repeat(1e5)}${']'.repeat(1e5)}}`,
    '{"experiment": {}, "targetScale": {"mean": "1", "std": 1}}',
    '{"experiment": {}, "targetScale": {"mean": 1, "std": 0}}',
    '{"experiment": {}, "targetScale": {"mean": 1}}',
    '{"experiment": {}, "targetScale": {"mean": 1, "std": 1, "constructor": 1}}',
    '{"experiment": {}, "targetScale": 3}',
  ])('are refused in %.80s', async (text) => {
    await expect(saved(text)).rejects.toThrow(refused)
  })

  it('say the window of an imputing model, if they do', async () => {
    expect(savedWindow(await saved({ experiment: { data: { window: 3.5 } } }))).toBe(3.5)
    expect(savedWindow(await saved({ experiment: { data: { train: 5 } } }))).toBeNull()
    for (const window of [0, -1, '3', [3]]) {
      const settings = await saved({ experiment: { data: { window } } })
      expect(() => savedWindow(settings)).toThrow(refused)
    }
  })
})
