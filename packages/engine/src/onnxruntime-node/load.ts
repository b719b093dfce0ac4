import { builtin } from '@romae/internal/platform'
import { errors } from '../errors.ts'
import { packageError } from '../package-error.ts'
import { switchOffTelemetry } from './telemetry.ts'

/** The module `onnxruntime-node`. */
export type OnnxRuntime = typeof import('onnxruntime-node')

/** ONNX Runtime, and the package that it came from. */
export interface LoadedOnnxRuntime {
  readonly onnxRuntime: OnnxRuntime
  /** For `engine.info`: `onnxruntime-node 1.30.0`. */
  readonly origin: string
}

/** The user's own package. */
const OWN = 'onnxruntime-node'

/** Of version 1 the first that the engine was tried with. */
const OLDEST = 30

/**
 * Loads ONNX Runtime with its telemetry switched off: the user's own `onnxruntime-node`, with CUDA's libraries or of a newer
 * version, where that is installed; else the package of this platform that came with the engine. One process can have but
 * one of them: a second library of the same name is not loaded.
 *
 * @param find finds and loads packages. Not `import`, which bundlers would follow to binaries that they cannot bundle.
 * @throws RomaeError `ENGINE_PACKAGE_MISSING`, `ENGINE_PACKAGE_BROKEN`, `ENGINE_PACKAGE_OLD`, `ENGINE_TELEMETRY`
 */
export async function loadOnnxRuntime(
  // Not imported, as webpack would take it for its own. In a bundle of CommonJS there is no address of a module, but the name of its file.
  find: NodeJS.Require = builtin('node:module').createRequire(import.meta.url ?? __filename),
): Promise<LoadedOnnxRuntime> {
  await switchOffTelemetry()
  const own = versionOf(find, OWN)
  if (own !== undefined && isRecent(own)) return load(find, OWN, own)
  const platform = `@romae/onnxruntime-${process.platform}-${process.arch}`
  const version = versionOf(find, platform)
  if (version !== undefined) return load(find, platform, version)
  const install = `npm install ${OWN} --ignore-scripts`
  if (own !== undefined) throw errors.ENGINE_PACKAGE_OLD({ name: OWN, got: own, oldest: `1.${OLDEST}.0`, install })
  throw errors.ENGINE_PACKAGE_MISSING({ name: platform, install })
}

function load(find: NodeJS.Require, name: string, version: string): LoadedOnnxRuntime {
  try {
    return { onnxRuntime: find(name) as OnnxRuntime, origin: `${name} ${version}` }
  } catch (cause) {
    throw packageError(name, `npm install ${name}`, cause)
  }
}

/** The version of a package that is installed; undefined where there is none. */
function versionOf(find: NodeJS.Require, name: string): string | undefined {
  try {
    return (find(`${name}/package.json`) as { version: string }).version
  } catch {
    return undefined
  }
}

function isRecent(version: string): boolean {
  const [major, minor] = version.split('.').map(Number)
  return major === 1 && minor! >= OLDEST
}
