import { isMainThread, Worker, workerData } from 'node:worker_threads'
import { applyCudaPrecision } from '../onnxruntime-node/cuda-precision.ts'

/**
 * For tests, as one file: `node cuda-precision-child.mjs [worker] tf32…` asks for one precision after the other, in this thread or in a
 * worker. Prints the environment variable, or the error.
 */
const [first, ...rest] = isMainThread ? process.argv.slice(2) : (workerData as string[])
if (first === 'worker') {
  new Worker(process.argv[1]!, { workerData: rest })
} else {
  try {
    for (const tf32 of [first, ...rest]) applyCudaPrecision(tf32 === 'true')
    process.stdout.write(String(process.env.NVIDIA_TF32_OVERRIDE))
  } catch (error) {
    process.stdout.write((error as Error).message)
  }
}
