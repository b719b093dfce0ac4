import type { Tfjs } from '../program/call-program.ts'

/** tfjs with its ops, gradients and default backends registered; `@tensorflow/tfjs-core` alone has no gradients. */
export async function loadTfjs(): Promise<Tfjs> {
  return await import('@tensorflow/tfjs')
}
