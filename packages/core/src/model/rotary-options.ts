import { rotaryAxes } from '../config/rotation.ts'
import type { BackboneConfig, EncoderConfig } from '../config/types.ts'
import type { RotaryOptions } from '../ops/rotary.ts'

/** What decides how a model's positions rotate. */
export type RotaryConfig = Pick<
  BackboneConfig,
  'positionEncoding' | 'axes' | 'channelEmbedding' | 'ropeFraction' | 'ropeKeep' | 'ropeMinimumPairs' | 'ropeBase'
>

/** How the heads of one of a model's stacks rotate. */
export function rotaryOptions(config: RotaryConfig, { dModel, heads }: Pick<EncoderConfig, 'dModel' | 'heads'>) {
  return {
    headDimension: dModel / heads,
    axes: rotaryAxes(config),
    fraction: config.ropeFraction,
    keep: config.ropeKeep,
    minimumPairs: config.ropeMinimumPairs,
    bases: config.ropeBase,
  } as const satisfies RotaryOptions
}
