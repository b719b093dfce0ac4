import { temporaryFolder } from '@romae/build/temporary-folder'
import { libraryAbsence } from '@romae/build/tensorflow'
import { expect, it, onTestFinished, vi } from 'vitest'
import { createEngine } from '../create-engine.ts'
import { calibrate } from './calibrate.ts'
import { fastestForTraining } from './fastest-for-training.ts'
import { keepCalibration, keptCalibration, machineName } from './kept-calibration.ts'

it('of the fastest engine is kept, and taken where it is of this machine and clear', {
  timeout: 120_000,
}, async (context) => {
  const absence = libraryAbsence()
  if (absence !== null) return context.skip(absence)
  vi.stubEnv('XDG_CACHE_HOME', await temporaryFolder())
  onTestFinished(() => {
    vi.unstubAllEnvs()
  })
  const chosen = async () => {
    const engine = await createEngine(fastestForTraining())
    await engine.dispose()
    return engine.info
  }
  expect(await keptCalibration()).toBeNull()
  expect((await chosen()).name).toBe('onnxruntime-node')
  const measured = await calibrate(0)
  expect(measured.tensorflow).toBeGreaterThan(0)
  expect(measured.onnxruntime).toBeGreaterThan(0)
  await keepCalibration(measured)
  expect(await keptCalibration()).toEqual(measured)
  await keepCalibration({ ...measured, tensorflow: 10, onnxruntime: 10.4 })
  expect((await chosen()).name).toBe('onnxruntime-node')
  await keepCalibration({ ...measured, tensorflow: 10, onnxruntime: 20 })
  const { name, reason } = await chosen()
  expect(name).toBe('tensorflow')
  expect(reason).toMatch(
    /^auto: a calibration of \d{4}-\d\d-\d\d measured 10\.0 ms a step with tensorflow, 20\.0 with onnxr/,
  )
  await keepCalibration({ ...measured, machine: `${machineName()} more`, tensorflow: 10, onnxruntime: 20 })
  expect((await chosen()).name).toBe('onnxruntime-node')
})
