import type { Tokenizer, Tokens } from '@romae/tokenizer'
import type { AnyTokenizer } from '@romae/trainer/node'
import type { SampleSet } from '../modality/host-modality.ts'
import { singleTokenizer } from '../modality/single-tokenizer.ts'
import type { Look } from './draw-map.ts'

/** Points of a curve. */
const MOST_VALUES = 40

/** The first value of the tokens along their last axis: of series the first channel over time. None where tokens are a set, or of several modalities. */
export async function curvesOf<Sample>(
  samples: SampleSet<Sample>['samples'],
  any: AnyTokenizer<Sample>,
  chosen: readonly number[],
): Promise<Look[]> {
  const tokenizer = singleTokenizer(any)
  if (tokenizer === null || tokenizer.unordered === true) return chosen.map(() => ({}))
  const looks: Look[] = []
  for (const index of chosen) {
    looks.push({ curve: curveOf(await tokenizer.tokenize(await samples.sample(index)), tokenizer) })
  }
  return looks
}

function curveOf(
  { values, positions, length }: Tokens,
  { axes, channels }: Pick<Tokenizer<unknown>, 'axes' | 'channels'>,
) {
  const size = values.length / length
  const at = (token: number, axis: number) => positions[token * axes.length + axis]!
  const channelAxis = channels?.axis === undefined ? -1 : axes.indexOf(channels.axis)
  const first = Math.min(...Array.from({ length }, (_, token) => (channelAxis < 0 ? 0 : at(token, channelAxis))))
  const last = axes.length - 1
  const tokens = Array.from({ length }, (_, token) => token)
    .filter((token) => channelAxis < 0 || at(token, channelAxis) === first)
    .sort((a, b) => at(a, last) - at(b, last))
  const count = Math.min(MOST_VALUES, tokens.length)
  return Array.from(
    { length: count },
    (_, place) => values[tokens[Math.floor((place * tokens.length) / count)]! * size]!,
  )
}
