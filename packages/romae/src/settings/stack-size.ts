import { type SizeName, type SizePreset, sizePresets } from '@romae/core'

/** A named size of core, or `WIDTHxHEADSxDEPTH`, e.g. `64x4x3`. */
export type StackSize = SizeName | `${number}x${number}x${number}`

export const sizeNames = Object.keys(sizePresets) as SizeName[]

const freeSize = /^([1-9]\d{0,5})x([1-9]\d{0,5})x([1-9]\d{0,5})$/

/** A size as core takes it. */
export function stackOptions(size: StackSize): SizeName | SizePreset {
  const [, dModel, heads, depth] = freeSize.exec(size) ?? []
  if (dModel === undefined) return size as SizeName
  return { dModel: Number(dModel), heads: Number(heads), depth: Number(depth) }
}

/** The same with other options of a stack. */
export function stackWith<Options extends object>(size: StackSize, options: Options) {
  const stack = stackOptions(size)
  return { ...(typeof stack === 'string' ? { size: stack } : stack), ...options }
}
