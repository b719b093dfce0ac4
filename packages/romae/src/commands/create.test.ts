import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { temporaryFolder } from '@romae/build/temporary-folder'
import { expect, it } from 'vitest'
import { runRomae, tryRomae } from '../testing/run-romae.ts'

it('romae create writes what npm create @romae/modality does, and says which files', async () => {
  const folder = await temporaryFolder()
  const made = JSON.parse(await runRomae(folder, 'create', 'sea', '--package', '@lab/sea', '--javascript', '--json'))
  expect(made).toMatchObject({ folder: join(folder, 'sea'), package: '@lab/sea', language: 'javascript' })
  expect(await readdir(join(folder, 'sea'), { recursive: true })).toEqual(expect.arrayContaining(made.files))
  expect(await tryRomae(folder, 'create', 'sea')).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('[CREATE_FOLDER_NOT_EMPTY]'),
  })
})
