import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { errors } from '../../errors.ts'
import { npmInstall, type TensorFlowVariant } from './variant.ts'

/** An installed npm package that binds TensorFlow, and where the parts lie that it does not bring. */
export interface TfjsNodePackage {
  readonly folder: string
  readonly version: string
  /** libtensorflow and its headers, where the package's build file expects them. */
  readonly dependencies: string
  /** The addon, where the package looks for it. */
  readonly addon: string
  /** The version of Node-API that the addon is for. */
  readonly napiVersion: number
}

/**
 * Finds the package that the engine would load.
 *
 * @param from a file: the package is looked for as Node would for an import in it.
 * @throws RomaeError `ENGINE_PACKAGE_MISSING`
 */
export function findTfjsNode(variant: TensorFlowVariant, from: string = import.meta.url): TfjsNodePackage {
  let manifestPath: string
  try {
    manifestPath = createRequire(from).resolve(`${variant.npm}/package.json`)
  } catch (cause) {
    throw errors.ENGINE_PACKAGE_MISSING({ name: variant.npm, install: npmInstall(variant) }, cause)
  }
  const folder = dirname(manifestPath)
  const { version, binary } = JSON.parse(readFileSync(manifestPath, 'utf8')) as Manifest
  // The newest version of Node-API that both know: where the package looks for its addon.
  const napiVersion = Math.max(...binary.napi_versions.filter((known) => known <= Number(process.versions.napi)))
  const addonFolder = binary.module_path.replace('{napi_build_version}', String(napiVersion))
  const addon = join(folder, addonFolder, `${binary.module_name}.node`)
  return { folder, version, dependencies: join(folder, 'deps'), addon, napiVersion }
}

/** What is read of the package's manifest. */
interface Manifest {
  readonly version: string
  readonly binary: {
    readonly module_name: string
    readonly module_path: string
    readonly napi_versions: readonly number[]
  }
}

/** Whether the addon has been built. */
export function isBuilt({ addon }: TfjsNodePackage): boolean {
  return existsSync(addon)
}
