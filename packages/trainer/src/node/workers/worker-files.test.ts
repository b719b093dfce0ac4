import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { temporaryFolder } from '@romae/build/temporary-folder'
import { expect, it } from 'vitest'
import { requireWorkerFiles } from './worker-files.ts'

it('finds the files of a worker', () => {
  const { start, program } = requireWorkerFiles()
  expect([existsSync(start), existsSync(new URL(program))]).toEqual([true, true])
})

it('says what to do in a bundle, which has not got them', async () => {
  const bundle = pathToFileURL(join(await temporaryFolder(), 'bundle.js')).href
  const fields = { key: 'workers', rule: expect.stringContaining('--packages=external') }
  for (const address of [bundle, null]) expect(() => requireWorkerFiles(address)).toThrowRomae('TRAINER_OPTION', fields)
})
