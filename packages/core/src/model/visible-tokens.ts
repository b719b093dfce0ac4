import type * as tf from '@tensorflow/tfjs-core'
import type { Segment } from '../config/segments.ts'
import type { BackboneConfig } from '../config/types.ts'
import { linear } from '../ops/linear.ts'
import type { TensorMap } from '../parameters/pack.ts'
import { withChannels } from './channel-embedding.ts'
import type { ApplyDropout } from './dropout.ts'
import { joined, joinedPadding, placed } from './segment-ops.ts'
import { embedSequence, type Sequence } from './stack.ts'

/** The tokens of one modality that an encoder reads. */
export interface VisibleTokens {
  readonly segment: Segment
  /** `[batch, length, tokenSize]` */
  readonly values: tf.Tensor
  /** `[batch, own axes, length]` */
  readonly positions: tf.Tensor
  /** `[batch, length]`, 1 = padding; absent where no token is. */
  readonly padding: tf.Tensor | undefined
}

/**
 * The sequence that an encoder reads: [CLS], then the tokens of each modality, each by its own projection.
 *
 * @param parameters packed
 * @param parts at least one
 * @returns with the embedded tokens of each part, before [CLS]: `[batch, length, dModel]`
 */
export function visibleSequence(
  config: BackboneConfig,
  parameters: TensorMap,
  parts: readonly VisibleTokens[],
  dropout: ApplyDropout,
): { readonly projections: tf.Tensor[]; readonly sequence: Sequence } {
  const projections = parts.map(({ segment: { suffix }, values, positions }) => {
    const embedded = linear(values, parameters[`projection${suffix}.weight`]!, parameters[`projection${suffix}.bias`]!)
    return withChannels(config, parameters, 'encoder', embedded, positions)
  })
  const positions = parts.map((part) => placed(config, part.segment, part.positions))
  const lengths = parts.map(({ padding, values }) => ({ padding, length: values.shape[1]! }))
  const padding = joinedPadding(projections[0]!.shape[0]!, lengths)
  const sequence = { x: joined(projections, 1), positions: joined(positions, 2), padding }
  return { projections, sequence: embedSequence(config, parameters, sequence, dropout) }
}
