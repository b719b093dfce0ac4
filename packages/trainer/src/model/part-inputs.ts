import type { RomaeConfig } from '@romae/core'
import { inputOf } from '../training/input-names.ts'

/** Shapes by name; a name stands for an open size. */
export type PartInputs = Readonly<Record<string, { readonly shape: readonly (number | string)[] }>>

/**
 * Inputs of an encoder or predictor: whole samples, `batch` of at most `length` tokens. Of several modalities those of each, such as
 * `values.image`, of at most `length_image` tokens.
 */
export function wholeInputs(config: RomaeConfig): PartInputs {
  return ofModalities(config, ({ tokenSize, axes, size }) => ({
    values: { shape: ['batch', size('length'), tokenSize] },
    positions: { shape: ['batch', axes, size('length')] },
    padding: { shape: ['batch', size('length')] },
  }))
}

/** Inputs of an imputer: samples divided into `visible` and `masked` tokens; of several modalities those of each. */
export function dividedInputs(config: RomaeConfig): PartInputs {
  return ofModalities(config, ({ tokenSize, axes, size }) => ({
    visible: { shape: ['batch', size('visible'), tokenSize] },
    visiblePositions: { shape: ['batch', axes, size('visible')] },
    visiblePadding: { shape: ['batch', size('visible')] },
    maskedPositions: { shape: ['batch', axes, size('masked')] },
    maskedPadding: { shape: ['batch', size('masked')] },
  }))
}

/** The tokens of one modality. */
interface ModalityInputs {
  readonly tokenSize: number
  readonly axes: number
  /** The name of an open size. */
  readonly size: (name: string) => string
}

function ofModalities(config: RomaeConfig, inputsOf: (modality: ModalityInputs) => PartInputs): PartInputs {
  const { modalities, tokenSize } = config
  if (modalities === undefined) return inputsOf({ tokenSize, axes: positionAxes(config), size: (name) => name })
  const named = modalities.flatMap(({ name, tokenSize, axes }) => {
    const inputs = inputsOf({ tokenSize, axes: axes.length, size: (open) => `${open}_${name}` })
    return Object.entries(inputs).map(([input, shape]) => [inputOf(input, name), shape] as const)
  })
  return Object.fromEntries(named)
}

/** The absolute baseline reads the tokens' indices in place of their positions. */
function positionAxes({ positionEncoding, axes }: Pick<RomaeConfig, 'positionEncoding' | 'axes'>): number {
  return positionEncoding === 'absolute' ? 1 : axes
}
