import { type Schema, value } from '@romae/internal/options'
import { readOption, readOptions } from '../check-options.ts'
import { errors } from '../errors.ts'
import { type SizeName, type SizePreset, sizePresets } from './presets.ts'
import { headFits, nearestMultiple, nearestWidth } from './rotation.ts'
import { stackSchema } from './schema.ts'
import type { EncoderConfig } from './types.ts'

/** A size by name, or any width, heads and depth; everything else has a default. */
export type EncoderOptions =
  | SizeName
  | (Partial<Omit<EncoderConfig, 'dModel' | 'heads' | 'depth'>> & (SizePreset | { readonly size: SizeName }))

const sizeNames = Object.keys(sizePresets) as SizeName[]
const sizedSchema = { size: { kind: 'choice', of: sizeNames }, ...stackSchema } as const satisfies Schema

/** An option that `resolveEncoder` reads. */
export const stackOption = {
  kind: value<EncoderOptions>(),
  test: (given: unknown) => typeof given === 'string' || (typeof given === 'object' && given !== null),
  expected: `a size (${sizeNames.join(', ')}) or an object of options`,
} as const

/**
 * Fills in and checks the configuration of one stack.
 *
 * @param of how messages name it: `encoder` or `decoder`
 * @param axes position axes of which each head must have a pair, or 0 when nothing is rotated
 */
export function resolveEncoder(of: string, options: EncoderOptions, axes: number): EncoderConfig {
  readOption(of, 'size', stackOption, options)
  const { size, ...given }: Record<string, unknown> = typeof options === 'string' ? { size: options } : { ...options }
  const preset = size === undefined ? {} : sizePresets[readOption(of, 'size', sizedSchema.size, size)]
  // `size` stands among the names that a misspelt one is compared with.
  const { size: _, ...read } = readOptions(of, sizedSchema, { ...preset, ...given })
  checkWidth(of, read.dModel, read.heads, axes)
  return { ...read, feedForward: read.feedForward ?? 4 * read.dModel }
}

function checkWidth(where: string, dModel: number, heads: number, axes: number): void {
  if (dModel % heads !== 0) {
    const nearest = axes > 0 ? nearestWidth(dModel, heads, axes) : nearestMultiple(dModel, heads)
    throw errors.CONFIG_HEADS_DO_NOT_DIVIDE({ where, dModel, heads, nearest })
  }
  const headDimension = dModel / heads
  if (axes > 0 && !headFits(headDimension, axes)) {
    const nearest = nearestWidth(dModel, heads, axes)
    throw errors.CONFIG_HEAD_DIMENSION({ where, headDimension, axes, dModel, nearest })
  }
}
