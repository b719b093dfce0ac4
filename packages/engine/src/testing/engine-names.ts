import { tensorFlowAbsence } from '@romae/build/tensorflow'
import type { EngineName } from '../engine.ts'

/** The engines that can run here: TensorFlow only where it was set up, which its own tests say. */
export const usableEngines: readonly EngineName[] = [
  'onnxruntime-node',
  'onnxruntime-web',
  ...(tensorFlowAbsence(import.meta.url) === null ? (['tensorflow'] as const) : []),
  'tfjs',
]
