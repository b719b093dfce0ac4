/** Width, heads and depth of a stack; the MLP is four times as wide. */
export interface SizePreset {
  readonly dModel: number
  readonly heads: number
  readonly depth: number
}

/** The model sizes of the paper's Table 8, and `large`, which only the reference's code has. */
export const sizePresets = {
  'tiny-shallow': { dModel: 180, heads: 3, depth: 2 },
  tiny: { dModel: 180, heads: 3, depth: 12 },
  small: { dModel: 432, heads: 6, depth: 12 },
  base: { dModel: 720, heads: 12, depth: 12 },
  large: { dModel: 960, heads: 16, depth: 24 },
} as const satisfies Record<string, SizePreset>

export type SizeName = keyof typeof sizePresets
