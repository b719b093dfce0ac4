import { RomaeError } from '@romae/internal/errors'
import type { EngineProvider } from '../provider.ts'
import { providerByName } from '../provider-by-name.ts'

/** An engine is another one's better where it is this much faster: less is the machine's mood. */
export const worthIt = 1.05

/**
 * What `auto` is for a training: TensorFlow where it is installed and a calibration that was kept (`romae-engine calibrate`, which an
 * installation of TensorFlow ends with) measured it faster on this machine, else what `auto` is elsewhere. `engine.info.reason` says
 * why.
 */
export function fastestForTraining(): EngineProvider {
  const usual = providerByName('auto')
  return {
    name: 'auto',
    async open(context) {
      const found = await findFastest()
      if (found === null) return usual.open(context)
      try {
        return await providerByName('tensorflow').open({ ...context, reason: `auto: ${found}` })
      } catch (cause) {
        if (!RomaeError.isInstance(cause)) throw cause
        const { info, ...runtime } = await usual.open(context)
        return {
          ...runtime,
          info: { ...info, reason: `${info.reason}; tensorflow could not be used: ${cause.message}` },
        }
      }
    },
  }
}

/** Why TensorFlow is to be taken; null where it is not. */
async function findFastest(): Promise<string | null> {
  // Of a browser's bundle, where there is no such library.
  if (typeof globalThis.process?.versions?.node !== 'string') return null
  const { isFasterHere } = await import('#tensorflow')
  return isFasterHere(worthIt)
}
