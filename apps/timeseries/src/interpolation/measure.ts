import type { Engine } from '@romae/engine'
import type { TimeSeriesTokenizer } from '@romae/timeseries'
import { fillTokens, type PretrainedModel } from '@romae/trainer/node'
import { type Curves, noisySeries } from './curves.ts'

/** Predictions of a curve, and squared errors of its masked points: sums over points and the numbers of a point. */
export interface CurveError {
  /** `[channels][length]`, in the curves' own unit; what was observed stands as it was. */
  readonly predicted: readonly Float64Array[]
  /** Against the curve without noise. */
  readonly clean: number
  readonly noisy: number
  /** How many numbers were predicted. */
  readonly count: number
}

/** Predicts the masked points of each curve from its observed ones, which are noisy. */
export async function curveErrors(
  model: PretrainedModel,
  tokenizer: TimeSeriesTokenizer<unknown>,
  curves: Curves,
  engine: Engine,
): Promise<CurveError[]> {
  const { length, mask, clean, noisy } = curves
  const samples = noisySeries(curves, 'test').map((series, curve) => ({
    tokens: tokenizer.tokenize(series),
    hidden: mask.subarray(curve * length, (curve + 1) * length),
  }))
  const filled = await fillTokens(model, samples, { engine })
  return filled.map((tokens, curve) => {
    const { channels } = tokenizer.detokenize(tokens)
    const error = { predicted: channels.map(({ values }) => values), clean: 0, noisy: 0, count: 0 }
    for (const [point, isHidden] of samples[curve]!.hidden.entries()) {
      if (isHidden === 0) continue
      channels.forEach(({ values }, channel) => {
        const at = (curve * length + point) * channels.length + channel
        error.clean += (values[point]! - clean[at]!) ** 2
        error.noisy += (values[point]! - noisy[at]!) ** 2
        error.count++
      })
    }
    return error
  })
}

/** Mean squared errors over all numbers that were predicted. */
export function meanErrors(errors: readonly CurveError[]): { readonly clean: number; readonly noisy: number } {
  const sum = (key: 'clean' | 'noisy' | 'count') => errors.reduce((total, error) => total + error[key], 0)
  return { clean: sum('clean') / sum('count'), noisy: sum('noisy') / sum('count') }
}
