import { statSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { RomaeError } from '@romae/internal/errors'
import { calibrate } from '../../calibration/calibrate.ts'
import { worthIt } from '../../calibration/fastest-for-training.ts'
import {
  calibrationPath,
  describeCalibration,
  keepCalibration,
  keptCalibration,
} from '../../calibration/kept-calibration.ts'
import { createEngine } from '../../create-engine.ts'
import type { Program } from '../../engine.ts'
import { errors } from '../../errors.ts'
import { loadTfjs } from '../../tfjs/load.ts'
import { isFasterHere } from '../create.ts'
import { removeLibrary } from '../library/install-library.ts'
import { findLibrary, librariesFolder, libraryFiles } from '../library/installed.ts'
import { libraryWheel } from '../library/wheels.ts'
import { isVariantBuilt } from '../tfjs-node/load-tfjs-node.ts'
import type { Report } from './commands.ts'
import { libraryCommand, variants } from './variant.ts'

/** What is installed, a line for each. */
export async function listEngines(report: Report): Promise<void> {
  const library = findLibrary()
  if (library === null) report(`tensorflow  not installed: "${libraryCommand}"`)
  else {
    const bytes = libraryFiles(libraryWheel()!).map((name) => statSync(join(library.folder, name)).size)
    const size = Math.round(bytes.reduce((sum, more) => sum + more, 0) / 1e6)
    report(`tensorflow  ${library.version}, ${size} MB in ${library.folder}`)
  }
  for (const variant of Object.values(variants)) {
    if (isVariantBuilt(variant)) report(`tfjs-node   ${variant.npm}, with TensorFlow ${variant.version}`)
  }
  const calibration = await keptCalibration()
  if (calibration !== null) report(`training    ${describeCalibration(calibration)}`)
}

/** Undoes the installation of the library. */
export async function removeInstalled(report: Report): Promise<void> {
  const removed = await removeLibrary()
  await rm(calibrationPath(), { force: true })
  for (const folder of removed) report(`removed ${folder}`)
  if (removed.length === 0) report(`there is no TensorFlow in ${librariesFolder()}`)
}

/**
 * Loads the library and makes steps of a training whose course is known.
 *
 * @throws RomaeError `ENGINE_TENSORFLOW_MISSING`, `ENGINE_SETUP_CHECK`, and what `createEngine` throws
 */
export async function checkLibrary(report: Report): Promise<void> {
  const library = findLibrary()
  if (library === null) throw errors.ENGINE_TENSORFLOW_MISSING({ command: libraryCommand })
  const engine = await createEngine('tensorflow')
  const { version, threads, reason } = engine.info
  report(`TensorFlow ${version}, ${threads} threads: ${reason}`)
  const tf = await loadTfjs()
  const square: Program = {
    name: 'square',
    layout: { entries: [{ name: 'x', shape: [2], offset: 0, size: 2 }], size: 2 },
    run: ({ x }) => ({ loss: tf.sum(tf.square(x!)) }),
  }
  const optimizer = { kind: 'sgd', momentum: 0, weightDecay: 0 } as const
  const session = engine.train(square, { optimizer, clipNorm: null, parameters: Float32Array.of(1, -2) })
  // x ← x - 0.25 · 2x halves x, and quarters its square.
  const losses: number[] = []
  for (let step = 0; step < 3; step++) losses.push((await session.step({}, { learningRate: 0.25 })).loss)
  const got = [...losses, ...session.parameters]
  await engine.dispose()
  const expected = [5, 1.25, 0.3125, 0.125, -0.25]
  const failures = got.flatMap((value, index) =>
    value === expected[index] ? [] : [`step ${index}: got ${value}, expected ${expected[index]}`],
  )
  if (failures.length > 0) throw errors.ENGINE_SETUP_CHECK({ failures })
  report('three steps of a training are right')
}

/** Seconds of steps, of both engines together. */
const calibrationSeconds = 10

/** Measures both engines on this machine, and keeps what came out for `auto`. */
export async function calibrateHere(report: Report): Promise<void> {
  const calibration = await calibrate(calibrationSeconds).catch((cause: unknown) => {
    if (!RomaeError.isInstance(cause, 'ENGINE_PACKAGE_MISSING')) throw cause
    report(`nothing was measured, as there is only one of the two engines: ${cause.message}`)
    return null
  })
  if (calibration === null) return
  await keepCalibration(calibration)
  report(`${calibration.machine}: ${describeCalibration(calibration)}`)
  const isTaken = (await isFasterHere(worthIt)) !== null
  report(
    `a training without --engine takes ${isTaken ? 'tensorflow' : 'onnxruntime-node'}; kept in ${calibrationPath()}`,
  )
}
