import type { SizeName } from '@romae/core'

/** The model of `bench epochs`, of both sides. */
export const encoder: SizeName = 'tiny-shallow'
export const decoder: SizeName = 'tiny-shallow'
