import { errors } from '../errors.ts'
import type { Tfjs } from '../program/call-program.ts'
import { loadTfjs } from '../tfjs/load.ts'
import type { OpenSession } from './graph-session.ts'
import { findLibrary, type InstalledLibrary } from './library/installed.ts'
import { LibrarySession } from './library/library-session.ts'
import { loadedLibrary, loadLibrary } from './library/load-library.ts'
import { libraryWheel } from './library/wheels.ts'
import { applySettings, type TensorFlowSettings } from './settings.ts'
import { libraryCommand, type TensorFlowVariant, variants } from './setup/variant.ts'
import { chooseVariant, isTfjsNodeLoaded, isVariantBuilt, loadTfjsNode } from './tfjs-node/load-tfjs-node.ts'
import { SavedModelSession } from './tfjs-node/saved-model-session.ts'

/** TensorFlow, loaded. */
export interface TensorFlow {
  /** Records programs. */
  readonly tf: Tfjs
  readonly open: OpenSession
  readonly version: string
  readonly device: 'cpu' | 'gpu'
  readonly threads: number
  /** How many shards of a batch share them. */
  readonly shards: number
  /** What it was loaded through, for `engine.info`. */
  readonly origin: string
}

/**
 * Loads TensorFlow, once a process: the library that `romae-engine install tensorflow` puts into the user's folder for caches,
 * called directly, or that of `@tensorflow/tfjs-node` or `-gpu`, where that was loaded before, is asked for by the device or by
 * running operations one by one, or is the only one.
 *
 * @param eager whether operations are to run one by one, so that there is nothing to run side by side
 * @throws RomaeError `ENGINE_PACKAGE_MISSING`, `ENGINE_PACKAGE_BROKEN`, `ENGINE_TENSORFLOW_NOT_BUILT`,
 *   `ENGINE_TENSORFLOW_MISSING`, `ENGINE_TENSORFLOW_LIBRARY`, `ENGINE_TENSORFLOW_TWICE`, `ENGINE_TENSORFLOW_SETTINGS`,
 *   `ENGINE_DEVICE_MISSING`
 */
export async function loadTensorFlow(settings: TensorFlowSettings, eager = false): Promise<TensorFlow> {
  const tf = await loadTfjs()
  const binding = chooseBinding(settings.device, eager || isTfjsNodeLoaded(tf))
  if ('folder' in binding) return throughLibrary(tf, binding, settings)
  return throughTfjsNode(tf, binding, settings, eager)
}

/**
 * What to load TensorFlow through.
 *
 * @throws RomaeError `ENGINE_PACKAGE_MISSING`, `ENGINE_TENSORFLOW_NOT_BUILT`, `ENGINE_TENSORFLOW_MISSING`
 */
function chooseBinding(
  device: TensorFlowSettings['device'],
  needsTfjsNode: boolean,
): InstalledLibrary | TensorFlowVariant {
  if (needsTfjsNode || device === 'gpu') return chooseVariant(device)
  // The library computes on the CPU alone.
  if (device === 'auto' && isVariantBuilt(variants.gpu)) return variants.gpu
  const library = findLibrary()
  if (library !== null) return library
  try {
    return chooseVariant(device)
  } catch (cause) {
    // The library is the shorter way, where there is one.
    throw libraryWheel() === null ? cause : errors.ENGINE_TENSORFLOW_MISSING({ command: libraryCommand }, cause)
  }
}

async function throughLibrary(
  tf: Tfjs,
  installed: InstalledLibrary,
  settings: TensorFlowSettings,
): Promise<TensorFlow> {
  const parallelism = applySettings(settings, false)
  const library = await loadLibrary(installed)
  return {
    tf,
    open: (model) => LibrarySession.open(library, model),
    version: library.version,
    device: 'cpu',
    ...parallelism,
    origin: `the library in ${library.folder}`,
  }
}

async function throughTfjsNode(
  tf: Tfjs,
  variant: TensorFlowVariant,
  settings: TensorFlowSettings,
  eager: boolean,
): Promise<TensorFlow> {
  const library = await loadedLibrary()
  // Of the same version, both share the library that was loaded first.
  if (library !== null && library.version !== variant.version) {
    throw errors.ENGINE_TENSORFLOW_TWICE({ asked: variant.version, loaded: library.version })
  }
  const onGpu = variant === variants.gpu && settings.device !== 'cpu'
  const parallelism = applySettings(settings, onGpu || eager)
  const { loadSavedModel, version, device } = await loadTfjsNode(tf, variant, settings.device)
  return {
    tf,
    open: (model) => SavedModelSession.open(tf, loadSavedModel, model),
    version,
    device,
    ...parallelism,
    origin: variant.npm,
  }
}
