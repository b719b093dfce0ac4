import { describeCalibration, keptCalibration } from '../calibration/kept-calibration.ts'
import type { CompileEvent } from '../compile-event.ts'
import { allocateWasm } from '../optimizer/memory.ts'
import type { Runtime } from '../program/runtime.ts'
import { eagerExecutor } from '../tfjs/tfjs-runtime.ts'
import { TensorFlowExecutor } from './executor.ts'
import { findLibrary } from './library/installed.ts'
import { loadTensorFlow } from './load.ts'
import type { TensorFlowSettings } from './settings.ts'
import { TensorFlowStepper } from './stepper.ts'
import { tensorFlowBackend } from './tfjs-node/saved-model-session.ts'

/** Options of the provider, checked. */
export interface CheckedOptions extends TensorFlowSettings {
  /** Whether programs run operation by operation, rather than as one graph. */
  readonly eager: boolean
  /** Whether matrix products of compiled programs are of bfloat16. */
  readonly bf16: boolean
  readonly onCompile: ((event: CompileEvent) => void) | undefined
}

/**
 * What `#tensorflow` is in Node: runs programs on TensorFlow.
 *
 * @throws RomaeError `ENGINE_PACKAGE_MISSING`, `ENGINE_PACKAGE_BROKEN`, `ENGINE_TENSORFLOW_NOT_BUILT`,
 *   `ENGINE_TENSORFLOW_MISSING`, `ENGINE_TENSORFLOW_LIBRARY`, `ENGINE_TENSORFLOW_TWICE`, `ENGINE_TENSORFLOW_SETTINGS`,
 *   `ENGINE_DEVICE_MISSING`
 */
export async function createTensorFlow(options: CheckedOptions, reason: string): Promise<Runtime> {
  const { eager, bf16, onCompile, ...settings } = options
  const tensorFlow = await loadTensorFlow(settings, eager)
  const { tf, version, device, threads, origin } = tensorFlow
  const info = { name: 'tensorflow', device, version, threads, reason: `${reason}; through ${origin}` } as const
  if (eager) {
    const executor: Runtime['executor'] = (program) => eagerExecutor(tf, tensorFlowBackend, program)
    return { info, allocate: allocateWasm, executor, eager }
  }
  const context = { tensorFlow, bf16, onCompile }
  return {
    info,
    allocate: allocateWasm,
    executor: (program, options) => new TensorFlowExecutor(context, program, options),
    // Elsewhere it has not been tried.
    recomputesActivations: device === 'cpu',
    stepper: (program, training) => new TensorFlowStepper(context, program, training),
  }
}

/**
 * Whether the library is installed and was measured to be faster than ONNX Runtime on this machine: the measurement in words, else
 * null.
 *
 * @param worthIt how many times faster it has to be
 */
export async function isFasterHere(worthIt: number): Promise<string | null> {
  if (findLibrary() === null) return null
  const kept = await keptCalibration()
  return kept !== null && kept.onnxruntime > worthIt * kept.tensorflow ? describeCalibration(kept) : null
}
