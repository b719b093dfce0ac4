import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { temporaryFolder } from '@romae/build/temporary-folder'
import { modelToZip } from '@romae/trainer'
import { zipSync } from 'fflate'
import { beforeAll, expect, it } from 'vitest'
import { archiveRun, openRun, openSeriesModel } from '../archive.ts'
import { runRomae } from '../testing/run-romae.ts'
import { archiveOfFolder } from './archive-of-folder.ts'
import { archiveTexts } from './run-archive.ts'

let folder: string
const runs = { impute: 'runs/impute/waves', forecast: 'runs/forecast/waves' }

beforeAll(async () => {
  const rows = Array.from({ length: 600 }, (_, day) =>
    [day, day % 5 === 2 ? '' : Math.sin(day / 4).toFixed(3), Math.cos(day / 4).toFixed(3)].join(','),
  )
  folder = await temporaryFolder({ 'waves.csv': ['day,sine,cosine', ...rows, ''].join('\n') })
  const common = ['waves.csv', '--time', 'day', '--steps', '2']
  await runRomae(folder, 'impute', ...common)
  await runRomae(folder, 'forecast', ...common, '--horizon', '3', '--methods', 'naive')
}, 120_000)

const opened = async (run: string) => openRun(new Blob([(await archiveOfFolder(join(folder, run))) as never]))

it('carries what fills and what forecasts, with how their runs calibrated them', async () => {
  const filling = openSeriesModel(await opened(runs.impute))
  expect(filling).toMatchObject({ channels: ['sine', 'cosine'], time: 'day', id: null, longest: null, knownFuture: [] })
  expect(filling.window).toBeGreaterThan(0)
  expect(filling.saved).toMatchObject({ window: filling.window, horizon: null })
  const forecasting = openSeriesModel(await opened(runs.forecast))
  expect(forecasting.longest).toBeGreaterThan(3)
  expect(forecasting.saved).toMatchObject({ horizon: 3 })
})

it('is the same where it is made anew of what was opened', async () => {
  const first = await archiveOfFolder(join(folder, runs.forecast))
  const { model, settings, calibration } = await openRun(new Blob([first as never]))
  const { path: _, ...own } = settings!
  const again = archiveRun(model, own, calibration(2) as never)
  const { settings: same, calibration: calibrated } = await openRun(new Blob([again]))
  expect(same!.experiment).toEqual(settings!.experiment)
  expect(JSON.stringify(calibrated(2))).toBe(JSON.stringify(calibration(2)))
})

it('knows no calibration of another model, and no window of a model that was saved alone', async () => {
  const filling = await opened(runs.impute)
  const calibration = await readFile(join(folder, runs.forecast, 'checkpoint/calibration.json'), 'utf8')
  const archive = archiveTexts(filling.model, { settings: '{"experiment":{"data":{"window":16}}}', calibration })
  const mixed = openSeriesModel(await openRun(new Blob([archive])))
  expect(mixed.saved).toEqual({ reason: 'the calibration beside the model is that of another model' })
  const alone = openRun(new Blob([modelToZip(filling.model)]))
  expect((await alone).calibration(2)).toEqual({ reason: 'the run of the model saved no calibration' })
  const refused = await alone.then(openSeriesModel).catch((error: unknown) => error)
  expect(refused).toMatchObject({ code: 'APP_NO_MODEL', fields: { folder: 'the archive' } })
})

it('refuses what is no archive of a model', async () => {
  await expect(openRun(new Blob(['no archive']))).rejects.toThrowRomae('CHECKPOINT_UNREADABLE')
  const empty = zipSync({ 'notes.txt': new Uint8Array(3) }) as Uint8Array<ArrayBuffer>
  await expect(openRun(new Blob([empty]))).rejects.toThrowRomae('CHECKPOINT_UNREADABLE')
  await expect(archiveOfFolder(join(folder, 'nothing'))).rejects.toThrowRomae('APP_NO_MODEL')
})
