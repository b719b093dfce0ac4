import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'

/**
 * Why tests on TensorFlow cannot run; null where they can: `pnpm engine:tensorflow` has built the addon of the
 * package that a module would import.
 *
 * @param from `import.meta.url` of a module in the package that is tested
 */
export function tensorFlowAbsence(from: string): string | null {
  const reason = 'needs TensorFlow: run "pnpm engine:tensorflow"'
  try {
    const manifest = createRequire(from).resolve('@tensorflow/tfjs-node/package.json')
    return existsSync(path.join(manifest, '../lib/napi-v8/tfjs_binding.node')) ? null : reason
  } catch {
    return reason
  }
}
