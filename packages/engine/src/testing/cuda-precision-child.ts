import { fileURLToPath } from 'node:url'
import { isMainThread, Worker, workerData } from 'node:worker_threads'
import { applyCudaPrecision } from '../onnxruntime-node/cuda-precision.ts'

/**
 * For tests: `node cuda-precision-child.ts [worker] tf32…` asks for one precision after the other, in this thread or in a
 * worker. Prints the environment variable, or the error.
 */
const [first, ...rest] = isMainThread ? process.argv.slice(2) : (workerData as string[])
if (first === 'worker') {
  // tsx leaves workers alone unless it is asked.
  const inWorker = `require('tsx/cjs/api').register(); require(${JSON.stringify(fileURLToPath(import.meta.url))})`
  new Worker(inWorker, { eval: true, workerData: rest })
} else {
  try {
    for (const tf32 of [first, ...rest]) applyCudaPrecision(tf32 === 'true')
    process.stdout.write(String(process.env.NVIDIA_TF32_OVERRIDE))
  } catch (error) {
    process.stdout.write((error as Error).message)
  }
}
