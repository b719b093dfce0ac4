import { record, toOnnx } from '@romae/compiler'
import type { InferenceSession } from 'onnxruntime-node'
import type { Tfjs } from '../program/call-program.ts'

/**
 * Creates and releases a session of one operator, so that a missing device or file is an error before the first program is
 * compiled.
 *
 * @throws Error, as ONNX Runtime throws it
 */
export async function probeDevice(
  tf: Tfjs,
  sessions: { create(model: Uint8Array, options: InferenceSession.SessionOptions): Promise<InferenceSession> },
  options: InferenceSession.SessionOptions,
): Promise<void> {
  const model = toOnnx(record(({ x }) => ({ y: tf.neg(x!) }), { x: { shape: [1] } }))
  const session = await sessions.create(model, options)
  await session.release()
}
