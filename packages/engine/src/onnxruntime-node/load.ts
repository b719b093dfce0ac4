import { packageError } from '../package-error.ts'
import { switchOffTelemetry } from './telemetry.ts'

/** The module `onnxruntime-node`. */
export type OnnxRuntime = typeof import('onnxruntime-node')

/**
 * Loads the optional package `onnxruntime-node`, with its telemetry switched off.
 *
 * @throws RomaeError `ENGINE_PACKAGE_MISSING`, `ENGINE_PACKAGE_BROKEN`, `ENGINE_TELEMETRY`
 */
export async function loadOnnxRuntime(): Promise<OnnxRuntime> {
  await switchOffTelemetry()
  try {
    return await import('onnxruntime-node')
  } catch (cause) {
    throw packageError('onnxruntime-node', 'npm install onnxruntime-node --ignore-scripts', cause)
  }
}
