import type { Tfjs } from '../program/call-program.ts'

/** tfjs with its ops and gradients, and the backends that others have registered: compiled programs need none. */
export async function loadTfjs(): Promise<Tfjs> {
  await import('@romae/compiler/gradients')
  return await import('@tensorflow/tfjs-core')
}
