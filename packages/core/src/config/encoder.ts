import { errors } from '../errors.ts'
import { type SizeName, type SizePreset, sizePresets } from './presets.ts'
import { headFits, nearestWidth } from './rotation.ts'
import type { EncoderConfig } from './types.ts'
import { nearestMultiple, rejectUnknownKeys, requireChoice, requirePositiveInteger, requireRate } from './validate.ts'

/** A size by name, or any width, heads and depth; everything else has a default. */
export type EncoderOptions =
  | SizeName
  | (Partial<Omit<EncoderConfig, 'dModel' | 'heads' | 'depth'>> & (SizePreset | { readonly size: SizeName }))

const defaults = {
  normEpsilon: 1e-12,
  stochasticDepth: 0,
  hiddenDropout: 0,
  attentionDropout: 0,
  attentionOutputDropout: 0,
  positionDropout: 0,
}
const rates = ['hiddenDropout', 'attentionDropout', 'attentionOutputDropout', 'positionDropout'] as const
const known = ['size', 'dModel', 'heads', 'depth', 'feedForward', ...Object.keys(defaults)]

/** The most blocks: a file that asks for a billion would fill the memory with their names before its weights are looked at. */
const deepest = 4096

/**
 * Fills in and checks the configuration of one stack.
 *
 * @param where how messages name it: `encoder` or `decoder`
 * @param axes position axes of which each head must have a pair, or 0 when nothing is rotated
 */
export function resolveEncoder(where: string, options: EncoderOptions, axes: number): EncoderConfig {
  if (typeof options !== 'string' && (typeof options !== 'object' || options === null)) {
    const expected = `a size (${Object.keys(sizePresets).join(', ')}) or an object of options`
    throw errors.CONFIG_VALUE({ where, key: 'size', got: options, expected })
  }
  const given: Record<string, unknown> =
    typeof options === 'string' ? { size: options } : Object.fromEntries(Object.entries(options))
  rejectUnknownKeys(where, given, known)
  const { size, ...rest } = given
  const preset =
    size === undefined ? {} : sizePresets[requireChoice(where, 'size', size, Object.keys(sizePresets) as SizeName[])]
  const merged: Record<string, unknown> = { ...defaults, ...preset, ...rest }
  const dModel = requirePositiveInteger(where, 'dModel', merged.dModel)
  const heads = requirePositiveInteger(where, 'heads', merged.heads)
  const depth = requirePositiveInteger(where, 'depth', merged.depth, deepest)
  const feedForward = requirePositiveInteger(where, 'feedForward', merged.feedForward ?? 4 * dModel)
  checkWidth(where, dModel, heads, axes)
  const normEpsilon = merged.normEpsilon
  if (typeof normEpsilon !== 'number' || !(normEpsilon > 0 && normEpsilon < 1)) {
    throw errors.CONFIG_VALUE({
      where,
      key: 'normEpsilon',
      got: normEpsilon,
      expected: 'a number between 0 and 1',
    })
  }
  for (const key of rates) requireRate(where, key, merged[key])
  requireRate(where, 'stochasticDepth', merged.stochasticDepth)
  return { ...(merged as unknown as EncoderConfig), dModel, heads, depth, feedForward, normEpsilon }
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
