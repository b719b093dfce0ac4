import type { Tokenizer, Tokens } from '@romae/tokenizer'
import type { CurveFigure, OptionValues, Reconstruction } from '@romae/tokenizer/modality'
import type { SeriesChannel, TimeSeries } from '../series/series.ts'
import type { ResolvedCommonOptions } from '../tokenizers/options.ts'
import type { TimeSeriesTokenizer } from '../tokenizers/tokenizer.ts'
import type { SeriesData } from './options.ts'

const SHOWN_CHANNELS = 2

/** Series of which tokens were masked as in training: what was visible, what was masked, and what the model puts there. */
export function figures(
  reconstructions: readonly Reconstruction<TimeSeries>[],
  { tokenizer, options }: { readonly tokenizer: Tokenizer<TimeSeries>; readonly options: OptionValues },
): readonly CurveFigure[] {
  const { detokenize, options: of } = tokenizer as TimeSeriesTokenizer<ResolvedCommonOptions>
  // Tokens that do not hold their series' statistics cannot be drawn in its units.
  if (of.standardize === 'per-series') return []
  const { channels: names } = options as Pick<SeriesData, 'channels'>
  return reconstructions.flatMap(({ id, sample, tokens, masked, filled }) => {
    const original = detokenize(tokens, sample)
    // All are masked of a series that is told from other modalities.
    const some = (all: Tokens, state: 0 | 1) => {
      const picked = pick(all, (token) => masked[token] === state)
      return picked.length === 0 ? [] : detokenize(picked, sample).channels
    }
    const [model, visible] = [some(filled, 1), some(tokens, 0)]
    return original.channels.slice(0, SHOWN_CHANNELS).flatMap((channel, number): CurveFigure[] => {
      const curves = [
        { label: 'series', ...curve(channel), style: 'dashed' as const },
        { label: 'visible', ...curve(visible[number]), style: 'points' as const },
        { label: 'reconstructed', ...curve(model[number]), style: 'points' as const },
      ].filter(({ x }) => x.length > 0)
      if (curves.length === 0) return []
      const left = original.channels.length - SHOWN_CHANNELS
      const more = number === SHOWN_CHANNELS - 1 && left > 0 ? ` (and ${left} more channels, not shown)` : ''
      const heading = `${id}: ${names?.[number] ?? `channel ${number + 1}`}${more}`
      return [{ kind: 'curves', heading, x: { label: 'time' }, y: { label: channel.unit ?? 'value' }, curves }]
    })
  })
}

function pick({ values, positions, length }: Tokens, isPicked: (token: number) => boolean): Tokens {
  const picked = Array.from({ length }, (_, token) => token).filter(isPicked)
  const rows = (all: Float32Array) => {
    const size = all.length / length
    return Float32Array.from(picked.flatMap((token) => [...all.subarray(token * size, (token + 1) * size)]))
  }
  return { values: rows(values), positions: rows(positions), length: picked.length }
}

function curve(channel?: SeriesChannel): { x: Float64Array; y: Float64Array } {
  const none = new Float64Array()
  return { x: channel?.times ?? none, y: channel?.values ?? none }
}
