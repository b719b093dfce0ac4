import { RomaeError } from '@romae/internal/errors'
import { packageError, passOn } from '../package-error.ts'
import type { Tfjs } from '../program/call-program.ts'

/** The packages that register backends, in the order in which they are tried. */
const packages: readonly (() => Promise<void>)[] = [
  async () => {
    try {
      await import('@tensorflow/tfjs').catch(passOn)
    } catch (cause) {
      throw packageError('@tensorflow/tfjs', 'npm install @tensorflow/tfjs', cause)
    }
  },
  async () => {
    try {
      await import('@tensorflow/tfjs-backend-cpu').catch(passOn)
    } catch (cause) {
      throw packageError('@tensorflow/tfjs-backend-cpu', 'npm install @tensorflow/tfjs-backend-cpu', cause)
    }
  },
]

/**
 * Makes sure that tfjs, which has no backend of its own, has some: those that are registered, or else those of
 * `@tensorflow/tfjs` or `@tensorflow/tfjs-backend-cpu`, whichever is installed.
 *
 * @param wanted a backend that is asked for by name: where it is not registered, the packages are asked for it
 * @throws RomaeError `ENGINE_PACKAGE_MISSING`, `ENGINE_PACKAGE_BROKEN`
 */
export async function loadBackends(tf: Tfjs, wanted: string | undefined, loaders = packages): Promise<void> {
  const known = tf.engine().backendNames()
  if (wanted === undefined ? known.length > 0 : known.includes(wanted)) return
  let missing: RomaeError | undefined
  for (const load of loaders) {
    try {
      await load()
      return
    } catch (error) {
      if (!RomaeError.isInstance(error) || error.code !== 'ENGINE_PACKAGE_MISSING') throw error
      missing = error
    }
  }
  // With other backends, the caller's error names them.
  if (known.length === 0 && missing !== undefined) throw missing
}
