import { builtin } from '@romae/internal/platform'
import { errors } from '../../errors.ts'
import { packageError } from '../../package-error.ts'
import type { Tfjs } from '../../program/call-program.ts'
import type { TensorFlowSettings } from '../settings.ts'
import { findTfjsNode, isBuilt, type TfjsNodePackage } from '../setup/tfjs-node-package.ts'
import { installCommand, npmInstall, type TensorFlowVariant, variants } from '../setup/variant.ts'
import { type LoadSavedModel, tensorFlowBackend } from './saved-model-session.ts'

/** tfjs-node, loaded: its backend `tensorflow` is ready, though not current. */
export interface LoadedTfjsNode {
  readonly loadSavedModel: LoadSavedModel
  readonly version: string
  readonly device: 'cpu' | 'gpu'
}

/** The part of the package's own interface that is used here. */
interface TfjsNode {
  readonly node: { readonly loadSavedModel: (...args: [string, string[], string]) => Promise<unknown> }
}

/** The part of the backend that is used here. */
interface NodeBackend {
  readonly isUsingGpuDevice: boolean
  readonly binding: { readonly TF_Version: string }
}

/**
 * Loads a package that binds TensorFlow, once a process.
 *
 * @throws RomaeError `ENGINE_PACKAGE_MISSING`, `ENGINE_PACKAGE_BROKEN`, `ENGINE_DEVICE_MISSING`
 */
export async function loadTfjsNode(
  tf: Tfjs,
  variant: TensorFlowVariant,
  asked: TensorFlowSettings['device'],
): Promise<LoadedTfjsNode> {
  supplyUtilities()
  const current = await currentBackend(tf)
  let tfjsNode: TfjsNode
  try {
    tfjsNode = variant === variants.gpu ? loadGpu() : loadCpu()
  } catch (cause) {
    throw packageError(variant.npm, npmInstall(variant), cause)
  } finally {
    // Loading makes its backend current, which is the user's to decide. It brings tfjs' own for CPUs.
    if (current !== undefined || tf.findBackendFactory('cpu') !== null) await tf.setBackend(current ?? 'cpu')
  }
  const backend = tf.findBackend(tensorFlowBackend) as unknown as NodeBackend | null
  if (backend === null) {
    throw errors.ENGINE_PACKAGE_BROKEN({ name: variant.npm, reason: 'it registered no backend "tensorflow" with tfjs' })
  }
  const device = backend.isUsingGpuDevice ? 'gpu' : 'cpu'
  if (asked === 'gpu' && device !== 'gpu') {
    const reason = 'TensorFlow found no GPU that it can use (see "npx romae-engine check tfjs-node --gpu")'
    throw errors.ENGINE_DEVICE_MISSING({ device: 'gpu', reason })
  }
  const loadSavedModel = tfjsNode.node.loadSavedModel as LoadSavedModel
  return { loadSavedModel, version: backend.binding.TF_Version, device }
}

/** Whether this process has loaded one. */
export function isTfjsNodeLoaded(tf: Tfjs): boolean {
  return tf.findBackendFactory(tensorFlowBackend) !== null
}

/** The backend that is current, or would be; undefined where none is registered. */
async function currentBackend(tf: Tfjs): Promise<string | undefined> {
  if (tf.engine().backendNames().length === 0) return undefined
  await tf.ready()
  return tf.getBackend()
}

/**
 * tfjs-node calls two functions of `node:util` that Node 23 removed and that earlier ones warn of. Others of the same meaning
 * stand in for them.
 */
function supplyUtilities(): void {
  const isNullOrUndefined = (value: unknown) => value === null || value === undefined
  Object.assign(require('node:util'), { isNullOrUndefined, isArray: Array.isArray })
}

// Not import: both are CommonJS, whose names loaders disagree on. In a bundle of CommonJS there is no address of a module.
const require = builtin('node:module').createRequire(import.meta.url ?? __filename)
const loadCpu = (): TfjsNode => require('@tensorflow/tfjs-node')
const loadGpu = (): TfjsNode => require('@tensorflow/tfjs-node-gpu')

/**
 * The package to load, which must have been built: for `auto` the one for GPUs where both are, for `cpu` the other.
 *
 * @param from a file: packages are looked for as Node would for an import in it.
 * @throws RomaeError `ENGINE_PACKAGE_MISSING`, `ENGINE_TENSORFLOW_NOT_BUILT`
 */
export function chooseVariant(device: TensorFlowSettings['device'], from: string = import.meta.url): TensorFlowVariant {
  const { cpu, gpu } = variants
  const wanted = { auto: [gpu, cpu], cpu: [cpu, gpu], gpu: [gpu] }[device]
  const found = new Map<TensorFlowVariant, TfjsNodePackage>()
  let absence: unknown
  for (const variant of wanted) {
    try {
      found.set(variant, findTfjsNode(variant, from))
    } catch (cause) {
      // In the end that of the package for CPUs, unless the other was asked for.
      if (absence === undefined || variant === cpu) absence = cause
    }
  }
  for (const [variant, installed] of found) if (isBuilt(installed)) return variant
  const [unbuilt] = found.keys()
  if (unbuilt === undefined) throw absence
  const named = found.has(cpu) ? cpu : unbuilt
  throw errors.ENGINE_TENSORFLOW_NOT_BUILT({ name: named.npm, command: installCommand(named) })
}

/** Whether the package of a variant is there, and TensorFlow was added to it. */
export function isVariantBuilt(variant: TensorFlowVariant): boolean {
  try {
    return isBuilt(findTfjsNode(variant))
  } catch {
    return false
  }
}
