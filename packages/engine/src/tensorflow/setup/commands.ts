import { existsSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { resolve } from 'node:path'
import { errors } from '../../errors.ts'
import { buildAddon, removeAddon } from './build-addon.ts'
import { findRequirements } from './requirements.ts'
import { selfCheck } from './self-check.ts'
import { findTfjsNode, isBuilt } from './tfjs-node-package.ts'
import { installCommand, type TensorFlowVariant } from './variant.ts'
import { verifiedWheel, wheelFolder, wheelPath } from './wheel.ts'

/** Where a command tells how far it is, a line at a time. */
export type Report = (line: string) => void

/** What a user may give to `install`. */
export interface InstallOptions {
  /** A wheel that was fetched by other means. */
  readonly wheel?: string | undefined
  /** A folder with Node's headers. */
  readonly headers?: string | undefined
}

/**
 * Adds TensorFlow to the npm package.
 *
 * @throws RomaeError `ENGINE_PACKAGE_MISSING`, `ENGINE_SETUP_MISSING`, `ENGINE_SETUP_DOWNLOAD`,
 * `ENGINE_SETUP_CHECKSUM`, `ENGINE_SETUP_BUILD`
 */
export async function installTensorFlow(
  variant: TensorFlowVariant,
  options: InstallOptions,
  report: Report,
): Promise<void> {
  // Absolute: other programs get them, which run elsewhere.
  const [wheel, headers] = [options.wheel, options.headers].map((path) => path && resolve(path))
  const target = findTfjsNode(variant)
  const download = wheel === undefined && !existsSync(wheelPath(variant))
  const { found, missing } = await findRequirements({ headers, download, wheel })
  if (missing.length > 0) throw errors.ENGINE_SETUP_MISSING({ missing })
  if (download) report(`downloading TensorFlow ${variant.version} into ${wheelFolder()}`)
  const verified = await verifiedWheel(variant, { python: found.python, file: wheel })
  report(`building the addon of ${variant.npm} ${target.version} against ${verified}`)
  await buildAddon(target, verified, found)
}

/** Undoes `installTensorFlow`, and removes the downloaded wheel. */
export async function removeTensorFlow(variant: TensorFlowVariant, report: Report): Promise<void> {
  const target = findTfjsNode(variant)
  report((await removeAddon(target)) ? `removed from ${target.folder}` : `nothing to remove from ${target.folder}`)
  const wheel = wheelPath(variant)
  if (existsSync(wheel)) {
    await rm(wheel)
    report(`removed ${wheel}`)
  }
}

/**
 * Loads TensorFlow and says what it is.
 *
 * @throws RomaeError `ENGINE_PACKAGE_MISSING`, `ENGINE_TENSORFLOW_NOT_BUILT`, `ENGINE_PACKAGE_BROKEN`,
 * `ENGINE_SETUP_CHECK`
 */
export async function checkTensorFlow(variant: TensorFlowVariant, report: Report): Promise<void> {
  const target = findTfjsNode(variant)
  if (!isBuilt(target)) {
    const { missing } = await findRequirements({ download: !existsSync(wheelPath(variant)) })
    if (missing.length > 0) report(errors.ENGINE_SETUP_MISSING({ missing }).message)
    throw errors.ENGINE_TENSORFLOW_NOT_BUILT({ name: variant.npm, command: installCommand(variant) })
  }
  const { findings, failures } = await selfCheck(variant, target)
  for (const finding of findings) report(finding)
  if (failures.length > 0) throw errors.ENGINE_SETUP_CHECK({ failures })
}
