import { isMainThread } from 'node:worker_threads'
import { errors } from '../errors.ts'

/** CUDA's libraries read it when they are loaded: `0` keeps every matrix product from TensorFloat-32. */
const VARIABLE = 'NVIDIA_TF32_OVERRIDE'

let inForce: boolean | undefined

/**
 * Decides, before CUDA's libraries are loaded, whether they may round the operands of matrix products to TensorFloat-32;
 * afterwards, only checks that it is as it was decided. ONNX Runtime's CUDA provider does it unless told otherwise, and its
 * own option for that cannot be set from Node.
 *
 * @throws RomaeError `ENGINE_CUDA_PRECISION`
 */
export function applyCudaPrecision(tf32: boolean): void {
  if (inForce === undefined) {
    const given = process.env[VARIABLE]
    if (given === undefined && !tf32) {
      // A worker's process.env is a copy that libraries do not see.
      if (!isMainThread) {
        const wayOut = `In a worker thread, set the environment variable ${VARIABLE}=0 before the process starts`
        throw errors.ENGINE_CUDA_PRECISION({ asked: tf32, why: 'as CUDA has it where nothing is said', wayOut })
      }
      process.env[VARIABLE] = '0'
    } else if (given !== undefined && tf32 !== (given !== '0')) {
      const wayOut = `Leave the variable out, or ask for tf32: ${!tf32}`
      throw errors.ENGINE_CUDA_PRECISION({
        asked: tf32,
        why: `by the environment variable ${VARIABLE}=${given}`,
        wayOut,
      })
    }
    inForce = tf32
  } else if (inForce !== tf32) {
    const wayOut = 'Give all engines of a process the same, or use another process'
    throw errors.ENGINE_CUDA_PRECISION({ asked: tf32, why: 'by an engine before this one', wayOut })
  }
}
