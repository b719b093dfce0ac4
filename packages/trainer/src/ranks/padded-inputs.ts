import type { HostTensors } from '@romae/engine'

/** An input that marks padding, left out where it would mark nothing, and the input `[batch, axes, length]` that it belongs to. */
export interface PaddedInput {
  readonly name: string
  readonly of: string
}

export const paddedInputs: readonly PaddedInput[] = [
  { name: 'visiblePadding', of: 'visiblePositions' },
  { name: 'maskedPadding', of: 'maskedPositions' },
  { name: 'padding', of: 'positions' },
]

/** Adds padding that marks nothing, where some is missing of what is named. */
export function withPadding(inputs: HostTensors, named: readonly PaddedInput[]): HostTensors {
  const missing = named.filter(({ name, of }) => inputs[name] === undefined && inputs[of] !== undefined)
  const added = missing.map(({ name, of }) => {
    const [batch, , length] = inputs[of]!.shape as [number, number, number]
    return [name, { data: new Float32Array(batch * length), shape: [batch, length] }] as const
  })
  return { ...inputs, ...Object.fromEntries(added) }
}
