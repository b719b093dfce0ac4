import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { temporaryFolder } from '@romae/build/temporary-folder'
import { expect, test } from 'vitest'
import { commandHost } from './command-host.ts'
import { quickly, seriesColumns, seriesTable } from './series-table.ts'

/** Would train for minutes. */
const lasting = ['pretrain', 'in.csv', ...seriesColumns, ...quickly('pretraining', 1_000_000), '--out', 'run']
const refused = ['impute', 'missing.csv', '--time', 't']

/** The process of the command that trains, or trained, in `run`. */
async function noted(folder: string): Promise<number | undefined> {
  const note = await readFile(path.join(folder, 'run/.lock.json'), 'utf8').catch(() => '')
  return note === '' ? undefined : JSON.parse(note).process
}

test('runs commands one after the other, each in its folder', async () => {
  const folder = await temporaryFolder({ 'other/in.csv': seriesTable })
  const host = commandHost()
  const other = path.join(folder, 'other')
  const [first, second, third] = await Promise.all([
    host.run(folder, 'timeseries', refused),
    host.run(other, 'timeseries', ['pretrain', 'in.csv', ...seriesColumns, '--preset', 'smoke', '--dry-run']),
    host.run(folder, 'image', ['no-such-command']),
  ])
  expect(first).toMatchObject({ code: 1, stdout: '', stderr: expect.stringContaining(`${folder}/missing.csv`) })
  expect(second).toMatchObject({ code: 0, stdout: expect.stringContaining('samples     8') })
  expect(third).toMatchObject({ code: 1, stderr: expect.stringContaining("unknown command 'no-such-command'") })
  await host.close()
})

test('goes on after a command that takes too long, or is stopped, and tells what ends its process afterwards', async () => {
  const folder = await temporaryFolder({ 'in.csv': seriesTable })
  const host = commandHost()
  expect(await host.run(folder, 'timeseries', lasting, 3000)).toMatchObject({ code: null })
  const first = await noted(folder)

  const stopped = host.run(folder, 'timeseries', [...lasting, '--overwrite'])
  let second: number | undefined
  while (second === undefined || second === first) {
    await sleep(20)
    second = await noted(folder)
  }
  process.kill(second, 'SIGTERM')
  expect(await stopped).toMatchObject({ code: 143 })
  expect(await host.run(folder, 'timeseries', refused)).toMatchObject({ code: 1 })
  process.kill(second, 'SIGKILL')
  const fault = /^after timeseries impute .* the process ended with null/
  await expect(host.close()).rejects.toThrow(fault)
  await expect(host.run(folder, 'timeseries', refused)).rejects.toThrow(fault)
})
