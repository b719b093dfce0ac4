import { parameterSpecs, type RomaeConfig } from '@romae/core'
import type { FlatLayout } from '@romae/engine'

/** Lays tensors back to back in one flat vector. */
export function layoutOf(tensors: readonly { name: string; shape: readonly number[] }[]): FlatLayout {
  let offset = 0
  const entries = tensors.map(({ name, shape }) => {
    const entry = { name, shape, offset, size: shape.reduce((product, size) => product * size, 1) }
    offset += entry.size
    return entry
  })
  return { entries, size: offset }
}

/** The parameters under their checkpoint names, so that gradients arrive under them. */
export function namedLayout(config: RomaeConfig): FlatLayout {
  return layoutOf(parameterSpecs(config))
}

export function flatten(
  layout: FlatLayout,
  tensors: Readonly<Record<string, { data: ArrayLike<number> }>>,
): Float32Array {
  const flat = new Float32Array(layout.size)
  for (const { name, offset, size } of layout.entries) {
    const tensor = tensors[name]
    if (tensor === undefined || tensor.data.length !== size) {
      throw new Error(`${name}: ${size} numbers expected; got ${tensor?.data.length ?? 'none'}`)
    }
    flat.set(tensor.data, offset)
  }
  return flat
}

export function unflatten(layout: FlatLayout, flat: Float32Array): Record<string, Float32Array> {
  return Object.fromEntries(
    layout.entries.map(({ name, offset, size }) => [name, flat.subarray(offset, offset + size)]),
  )
}
