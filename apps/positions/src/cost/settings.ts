import type { SizeName } from '@romae/core'
import type { PresetName } from 'romae'

/** How large a step is timed, and how often. */
export interface CostSettings {
  readonly size: SizeName
  /** Samples of a step. */
  readonly batch: number
  /** Rows and columns of tokens. */
  readonly grid: number
  readonly maskRatio: number
  /** Values of a token. */
  readonly tokenSize: number
  /** Rounds in which every encoding takes its turn. */
  readonly rounds: number
  readonly stepsARound: number
}

/** Table 9: RoMAE-small with a tiny-shallow decoder, on 14 × 14 patches of 16 × 16 pixels in three colours. */
const paper: CostSettings = {
  size: 'small',
  batch: 64,
  grid: 14,
  maskRatio: 0.75,
  tokenSize: 768,
  rounds: 20,
  stepsARound: 5,
}

export const costPresets: Readonly<Record<PresetName, CostSettings>> = {
  smoke: { ...paper, size: 'tiny-shallow', batch: 2, grid: 4, tokenSize: 12, rounds: 2, stepsARound: 1 },
  cpu: { ...paper, batch: 16, rounds: 8, stepsARound: 3 },
  paper,
}
