import { type SizeName, type SizePreset, sizePresets } from '@romae/core'

/** A named size of core, or `WIDTHxHEADSxDEPTH`, e.g. `64x4x3`. */
export type StackSize = SizeName | `${number}x${number}x${number}`

export const sizeNames = Object.keys(sizePresets) as SizeName[]

// Few digits: no machine has a model for which more would be needed.
const freeSize = /^([1-9]\d{0,5})x([1-9]\d{0,5})x([1-9]\d{0,5})$/

/** Whether a text is a size. What makes no model, such as heads that do not divide the width, is core's to say. */
export function isStackSize(text: string): text is StackSize {
  return sizeNames.includes(text as SizeName) || freeSize.test(text)
}

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
