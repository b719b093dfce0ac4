import { availableParallelism } from 'node:os'
import { errors } from '../errors.ts'
import { loadPackage } from '../load-package.ts'
import type { Tfjs } from '../program/call-program.ts'
import { findTfjsNode, isBuilt, type TfjsNodePackage } from '../tensorflow-setup/tfjs-node-package.ts'
import { installCommand, npmInstall, type TensorFlowVariant, variants } from '../tensorflow-setup/variant.ts'
import { loadTfjs } from '../tfjs/load.ts'
import { applySettings, type TensorFlowSettings } from './settings.ts'

/** The tfjs backend that the package registers. */
export const tensorFlowBackend = 'tensorflow'

/** TensorFlow, loaded: a tfjs whose backend `tensorflow` is ready, though not current. */
export interface TensorFlow {
  readonly tf: Tfjs
  readonly version: string
  readonly device: 'cpu' | 'gpu'
  readonly threads: number
}

/** The part of the backend that is used here. */
interface NodeBackend {
  readonly isUsingGpuDevice: boolean
  readonly binding: { readonly TF_Version: string }
}

/**
 * Loads TensorFlow, once a process.
 *
 * @throws ENGINE_PACKAGE_MISSING, ENGINE_TENSORFLOW_NOT_BUILT, ENGINE_PACKAGE_BROKEN, ENGINE_TENSORFLOW_SETTINGS,
 *   ENGINE_DEVICE_MISSING
 */
export async function loadTensorFlow(settings: TensorFlowSettings): Promise<TensorFlow> {
  const variant = chooseVariant(settings.device)
  applySettings(settings)
  const tf = await loadTfjs()
  await tf.ready()
  const current = tf.getBackend()
  try {
    await loadPackage(variant.npm, npmInstall(variant), variant === variants.gpu ? importGpu : importCpu)
  } finally {
    // Loading makes its backend current, which is the user's to decide.
    await tf.setBackend(current)
  }
  const backend = tf.findBackend(tensorFlowBackend) as unknown as NodeBackend | null
  if (backend === null) {
    throw errors.ENGINE_PACKAGE_BROKEN({ name: variant.npm, reason: 'it registered no backend "tensorflow" with tfjs' })
  }
  const device = backend.isUsingGpuDevice ? 'gpu' : 'cpu'
  if (settings.device === 'gpu' && device !== 'gpu') {
    const reason = 'TensorFlow found no GPU that it can use (see "npx romae-engine tensorflow check --gpu")'
    throw errors.ENGINE_DEVICE_MISSING({ device: 'gpu', reason })
  }
  const threads = Number(process.env.TF_NUM_INTRAOP_THREADS) || availableParallelism()
  return { tf, version: backend.binding.TF_Version, device, threads }
}

const importCpu = (): Promise<unknown> => import('@tensorflow/tfjs-node')
const importGpu = (): Promise<unknown> => import('@tensorflow/tfjs-node-gpu')

/**
 * The package to load: the one for GPUs where a GPU is asked for or the other is absent; it must have been built.
 *
 * @param from a file: packages are looked for as Node would for an import in it.
 * @throws ENGINE_PACKAGE_MISSING, ENGINE_TENSORFLOW_NOT_BUILT
 */
export function chooseVariant(device: TensorFlowSettings['device'], from: string = import.meta.url): TensorFlowVariant {
  const wanted = device === 'gpu' ? [variants.gpu] : [variants.cpu, variants.gpu]
  const absent: unknown[] = []
  for (const variant of wanted) {
    let found: TfjsNodePackage
    try {
      found = findTfjsNode(variant, from)
    } catch (cause) {
      absent.push(cause)
      continue
    }
    if (isBuilt(found)) return variant
    throw errors.ENGINE_TENSORFLOW_NOT_BUILT({ name: variant.npm, command: installCommand(variant) })
  }
  throw absent[0]
}
