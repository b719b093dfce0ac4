import { loadTensorFlow } from '../load.ts'
import { tensorFlowBackend } from '../tfjs-node/saved-model-session.ts'
import type { TfjsNodePackage } from './tfjs-node-package.ts'
import { type TensorFlowVariant, variants } from './variant.ts'

/** What was tried, and what does not hold. */
export interface SelfCheck {
  /** One line each. */
  readonly findings: readonly string[]
  readonly failures: readonly string[]
}

/**
 * Loads TensorFlow as the engine does and computes a few things with known answers.
 *
 * @throws What `loadTensorFlow` throws
 */
export async function selfCheck(
  variant: TensorFlowVariant,
  { version: npmVersion }: TfjsNodePackage,
): Promise<SelfCheck> {
  const gpu = variant === variants.gpu
  const settings = {
    threads: undefined,
    shards: undefined,
    device: 'auto',
    gpuMemoryGrowth: true,
    tf32: false,
    xla: false,
  } as const
  const { tf, version, device } = await loadTensorFlow(settings, true)
  await tf.setBackend(tensorFlowBackend)
  const values = tf.tidy(() => ({
    round: [...tf.round(tf.tensor1d([3, -4], 'int32')).dataSync()],
    product: [...tf.matMul(tf.tensor2d([1, 2, 3, 4], [2, 2]), tf.tensor2d([5, 6, 7, 8], [2, 2])).dataSync()],
    gradient: [
      ...tf
        .grad((x) => tf.sum(tf.mul(x, tf.square(x))))(tf.tensor1d([1, 2]))
        .dataSync(),
    ],
  }))
  const failures: string[] = []
  const expected = { round: [3, -4], product: [19, 22, 43, 50], gradient: [3, 12] }
  for (const [name, want] of Object.entries(expected)) {
    const got = values[name as keyof typeof values]
    if (want.some((value, index) => value !== got[index])) failures.push(`${name}: got ${got}, expected ${want}`)
  }
  if (version !== variant.version)
    failures.push(`TensorFlow is ${version}; this engine was tried with ${variant.version}`)
  const findings = [
    `${variant.npm} ${npmVersion}, backend "${tensorFlowBackend}", TensorFlow ${version}, device ${device}`,
  ]
  if (failures.length === 0) findings.push('rounding of int32, a matrix product and a gradient are right')
  if (gpu && device === 'cpu') {
    findings.push("no GPU can be used: that takes NVIDIA's driver, CUDA 12.3 and cuDNN 8.9; it computes on the CPU")
  }
  return { findings, failures }
}
