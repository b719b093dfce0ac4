import { existsSync, readdirSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { enginesFolder } from './engines-folder.js'

/**
 * Why tests on TensorFlow cannot run; null where they can: `pnpm engine:tensorflow` has put its library into the user's folder for
 * caches, or tfjs-node can be loaded.
 *
 * @param from `import.meta.url` of a module in the package that is tested
 */
export function tensorFlowAbsence(from: string): string | null {
  if (hasLibrary() || tfjsNodeAbsence(from) === null) return null
  return 'needs TensorFlow: run "pnpm engine:tensorflow"'
}

/** The same of tests that need tfjs-node: `pnpm engine:tfjs-node` has built its addon. */
export function tfjsNodeAbsence(from: string): string | null {
  const reason = 'needs tfjs-node: run "pnpm engine:tfjs-node"'
  try {
    const manifest = createRequire(from).resolve('@tensorflow/tfjs-node/package.json')
    return existsSync(path.join(manifest, '../lib/napi-v8/tfjs_binding.node')) ? null : reason
  } catch {
    return reason
  }
}

/** Why tests of the library alone cannot run; null where they can. */
export function libraryAbsence(): string | null {
  return hasLibrary() ? null : 'needs the library of TensorFlow: run "pnpm engine:tensorflow"'
}

function hasLibrary(): boolean {
  const folder = process.env.ROMAE_ENGINES ?? enginesFolder()
  const suffix = `-${process.platform}-${process.arch}`
  return existsSync(folder) && readdirSync(folder).some((name) => name.endsWith(suffix))
}
