import { createRandom } from '@romae/core'
import type { ChartSection } from '@romae/report'
import type { SeriesChannel, TimeSeries } from '@romae/timeseries'
import type { Tokens } from '@romae/tokenizer'
import { fillTokens } from '@romae/trainer/node'
import type { ReconstructionContext } from 'romae'
import type { SeriesData } from './read-series.ts'
import { restoreTokenizer } from './series-tokenizer.ts'

const SHOWN_SERIES = 2
const SHOWN_CHANNELS = 2

/** Some series with tokens hidden as in training: what was seen, what was hidden, and what the model puts there. */
export async function reconstructions(context: ReconstructionContext<TimeSeries>): Promise<ChartSection[]> {
  const { model, set, experiment, engine, seed } = context
  // Tokens that do not hold their series' statistics cannot be drawn in its units.
  if (experiment.tokenizer.standardize === 'per-series' || model.config.normalizeTargets) return []
  const tokenizer = restoreTokenizer(model.tokenizer)
  const shown: { id: string; tokens: Tokens; hidden: Uint8Array }[] = []
  for (const index of set.ids.keys()) {
    if (shown.length === SHOWN_SERIES) break
    const series = await set.samples.sample(index)
    const tokens = tokenizer.tokenize(series)
    // Of one token nothing can be hidden and something seen; pre-training leaves such series out.
    if (tokens.length < 2) continue
    const hidden = hide(tokens, experiment.pretraining.maskRatio, createRandom(seed, 'shown', index))
    shown.push({ id: series.id, tokens, hidden })
  }
  if (shown.length === 0) return []
  const filled = await fillTokens(model, shown, { engine, tokenizer })
  const { channels: names } = experiment.data as SeriesData
  return shown.flatMap(({ id, tokens, hidden }, index) => {
    const original = tokenizer.detokenize(tokens)
    const model = tokenizer.detokenize(pick(filled[index]!, (token) => hidden[token] === 1))
    const seen = tokenizer.detokenize(pick(tokens, (token) => hidden[token] === 0))
    return original.channels.slice(0, SHOWN_CHANNELS).flatMap((channel, number): ChartSection[] => {
      const series = [
        { label: 'series', ...curve(channel), style: 'dashed' as const },
        { label: 'seen', ...curve(seen.channels[number]!), style: 'points' as const },
        { label: 'reconstructed', ...curve(model.channels[number]!), style: 'points' as const },
      ].filter(({ x }) => x.length > 0)
      if (series.length === 0) return []
      return [
        {
          kind: 'chart',
          heading: `${id}: ${names?.[number] ?? `channel ${number + 1}`}`,
          width: 'half',
          height: 200,
          x: { label: 'time' },
          y: { label: 'value' },
          series,
        },
      ]
    })
  })
}

/** 1 for a fraction of the tokens, of which there are at least two; at least one stays, and one is hidden. */
function hide({ length }: Tokens, fraction: number, random: ReturnType<typeof createRandom>): Uint8Array {
  const hidden = new Uint8Array(length)
  const order = random.shuffle(Int32Array.from(hidden.keys()))
  for (const token of order.subarray(0, Math.max(1, Math.min(length - 1, Math.round(fraction * length)))))
    hidden[token] = 1
  return hidden
}

function pick({ values, positions, length }: Tokens, isPicked: (token: number) => boolean): Tokens {
  const picked = Array.from({ length }, (_, token) => token).filter(isPicked)
  const rows = (all: Float32Array) => {
    const size = all.length / length
    return Float32Array.from(picked.flatMap((token) => [...all.subarray(token * size, (token + 1) * size)]))
  }
  return { values: rows(values), positions: rows(positions), length: picked.length }
}

function curve({ times, values }: SeriesChannel): { x: Float64Array; y: Float64Array } {
  return { x: times, y: values }
}
