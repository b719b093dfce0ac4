import type { HostTensors } from '../host-tensor.ts'

/** The scalar `loss` of a differentiated program's outputs, and the other outputs. */
export function takeLoss(results: HostTensors): { loss: number; outputs: HostTensors } {
  const { loss, ...outputs } = results
  return { loss: loss!.data[0]!, outputs }
}
