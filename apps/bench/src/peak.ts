import type { Engine, Program } from '@romae/engine'
import * as tf from '@tensorflow/tfjs-core'

/** Of a matrix that fills the caches of a core, and not those of a machine. */
const SIZE = 1024

const program: Program = {
  name: 'matrix product',
  layout: { entries: [{ name: 'right', shape: [SIZE, SIZE], offset: 0, size: SIZE ** 2 }], size: SIZE ** 2 },
  // Without a loss, and row by row: an engine may compute the rows in parts, as it does a batch's.
  lossWeight: () => null,
  // Summed, so that no time goes into handing the product over.
  run: ({ right }, { left }) => ({ sums: tf.sum(tf.matMul(left!, right!), 1) }),
}

/** Floating-point operations of one product. */
export const peakFlops = 2 * SIZE ** 3

/** The engine's product of two square matrices: the rate at which it could do a step's products at best. */
export function peakRunner(engine: Engine) {
  const compiled = engine.compile(program)
  const right = new Float32Array(SIZE ** 2).fill(0.25)
  const left = { data: new Float32Array(SIZE ** 2).fill(0.5), shape: [SIZE, SIZE] }
  return {
    /** Milliseconds of each of `count` products. */
    async run(count: number): Promise<number[]> {
      const times: number[] = []
      for (let index = 0; index < count; index++) {
        const start = performance.now()
        await compiled.run(right, { left })
        times.push(performance.now() - start)
      }
      return times
    },
    dispose: () => compiled.dispose(),
  }
}
