import type { Engine } from '@romae/engine'
import type { TimeSeriesTokenizer } from '@romae/timeseries'
import { fillTokens, type PretrainedModel } from '@romae/trainer'
import { type Curves, noisySeries } from './curves.ts'

/** Mean squared errors of masked points, in the curves' own unit, over curves, points and the numbers of a point. */
export interface InterpolationErrors {
  readonly clean: number
  readonly noisy: number
}

/** Predicts the masked points from the observed ones, which are noisy, and compares with both. */
export async function measureCurves(
  model: PretrainedModel,
  tokenizer: TimeSeriesTokenizer<unknown>,
  curves: Curves,
  engine: Engine,
): Promise<InterpolationErrors> {
  const { length, mask, clean, noisy } = curves
  const hidden = (curve: number) => mask.subarray(curve * length, (curve + 1) * length)
  const samples = noisySeries(curves, 'test').map((series, curve) => ({
    tokens: tokenizer.tokenize(series),
    hidden: hidden(curve),
  }))
  const filled = await fillTokens(model, samples, { engine })
  const squares = { clean: 0, noisy: 0 }
  let count = 0
  filled.forEach((tokens, curve) => {
    const { channels } = tokenizer.detokenize(tokens)
    for (const [point, isHidden] of hidden(curve).entries()) {
      if (isHidden === 0) continue
      channels.forEach(({ values }, channel) => {
        const at = (curve * length + point) * channels.length + channel
        squares.clean += (values[point]! - clean[at]!) ** 2
        squares.noisy += (values[point]! - noisy[at]!) ** 2
        count++
      })
    }
  })
  return { clean: squares.clean / count, noisy: squares.noisy / count }
}
