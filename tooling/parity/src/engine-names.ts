import type { EngineName } from '@romae/engine'

/** Every engine there is: a new one does not compile until it stands here, and so is checked. */
const engines: Readonly<Record<EngineName, true>> = {
  'onnxruntime-node': true,
  'onnxruntime-web': true,
  tensorflow: true,
  tfjs: true,
}

export const engineNames = Object.keys(engines) as readonly EngineName[]
