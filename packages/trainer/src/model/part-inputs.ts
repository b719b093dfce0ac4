import type { RomaeConfig } from '@romae/core'

/** Shapes by name; a name stands for an open size. */
export type PartInputs = Readonly<Record<string, { readonly shape: readonly (number | string)[] }>>

/** Inputs of an encoder or predictor: whole samples, `batch` of at most `length` tokens. */
export function wholeInputs(config: RomaeConfig): PartInputs {
  return {
    values: { shape: ['batch', 'length', config.tokenSize] },
    positions: { shape: ['batch', positionAxes(config), 'length'] },
    padding: { shape: ['batch', 'length'] },
  }
}

/** Inputs of an imputer: samples divided into `visible` and `masked` tokens. */
export function dividedInputs(config: RomaeConfig): PartInputs {
  const axes = positionAxes(config)
  return {
    visible: { shape: ['batch', 'visible', config.tokenSize] },
    visiblePositions: { shape: ['batch', axes, 'visible'] },
    visiblePadding: { shape: ['batch', 'visible'] },
    maskedPositions: { shape: ['batch', axes, 'masked'] },
    maskedPadding: { shape: ['batch', 'masked'] },
  }
}

/** The absolute baseline reads the tokens' indices in place of their positions. */
function positionAxes({ positionEncoding, axes }: Pick<RomaeConfig, 'positionEncoding' | 'axes'>): number {
  return positionEncoding === 'absolute' ? 1 : axes
}
