import { availableParallelism, cpus } from 'node:os'
import { join } from 'node:path'
import { makeFolder, readTextFile, replaceFile } from '@romae/internal/files'
import { parseJson } from '@romae/internal/json'
import envPaths from 'env-paths'

/** What steps of the two engines took on a machine. */
export interface Calibration {
  /** The processor's name, and its cores for this process. */
  readonly machine: string
  /** ISO 8601. */
  readonly when: string
  /** Median milliseconds of a step. */
  readonly tensorflow: number
  readonly onnxruntime: number
}

/** Of a calibration, which is a line. */
const MAX_BYTES = 2 ** 16

/** What a calibration is of: it tells nothing of another processor, or of more or fewer cores. */
export function machineName(): string {
  return `${cpus()[0]?.model.trim() ?? process.arch}, ${availableParallelism()} cores`
}

/** Where it is kept. */
export function calibrationPath(): string {
  return join(envPaths('romae', { suffix: '' }).cache, 'calibration.json')
}

export async function keepCalibration(calibration: Calibration): Promise<void> {
  const path = calibrationPath()
  await makeFolder(join(path, '..'))
  await replaceFile(path, `${JSON.stringify(calibration)}\n`, { flush: false })
}

/** That of this machine; null where there is none, or none that can be understood. */
export async function keptCalibration(): Promise<Calibration | null> {
  try {
    const kept = parseJson(await readTextFile(calibrationPath(), MAX_BYTES)) as Calibration
    const isComplete = [kept.tensorflow, kept.onnxruntime].every((time) => time > 0 && Number.isFinite(time))
    return isComplete && kept.machine === machineName() && typeof kept.when === 'string' ? kept : null
  } catch {
    return null
  }
}

/** A calibration in words. */
export function describeCalibration({ when, tensorflow, onnxruntime }: Calibration): string {
  const times = `${tensorflow.toFixed(1)} ms a step with tensorflow, ${onnxruntime.toFixed(1)} with onnxruntime-node`
  return `a calibration of ${when.slice(0, 10)} measured ${times}`
}
