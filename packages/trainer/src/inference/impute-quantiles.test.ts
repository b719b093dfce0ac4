import { observationTokenizer, type TimeSeries } from '@romae/timeseries'
import { expect, it } from 'vitest'
import { pretrain } from '../pretrain.ts'
import { openEngine } from '../testing/engines.ts'
import { tinyStack } from '../testing/waves.ts'
import { runToEnd } from '../training/events.ts'
import { impute } from './impute.ts'
import { imputeQuantiles } from './impute-quantiles.ts'

const length = 12
const wave = (phase: number, isMissing: (place: number) => boolean): TimeSeries => ({
  id: `wave ${phase}`,
  channels: [1, 2].map((factor) => ({
    times: Float64Array.from({ length: 3 * length }, (_, time) => time),
    values: Float64Array.from({ length: 3 * length }, (_, time) =>
      isMissing(time) ? Number.NaN : 100 * factor + 10 * Math.sin(factor * time + phase),
    ),
  })),
})

it('fills series with quantiles in their own units, about the point, each window computed once', async () => {
  const engine = await openEngine()
  const series = [0, 1, 2].map((phase) => wave(phase, () => false))
  const tokenizer = observationTokenizer.fit(series)
  const model = await runToEnd(
    pretrain({
      tokenizer,
      samples: series,
      model: { encoder: tinyStack, decoder: tinyStack, likelihood: { kind: 'gaussian' } },
      training: { steps: 2, engine },
    }),
  )
  // Of the long gap the middle is reached by longer windows only.
  const gaps = [wave(0, (place) => place % 4 === 1), wave(1, (place) => place > 5 && place < 32)]
  const options = { tokenizer, length, engine }
  const points = await impute(model, gaps, options)
  const filled = await imputeQuantiles(model, gaps, { ...options, levels: [0.05, 0.5, 0.95] })
  filled.forEach((ofLevels, sample) => {
    gaps[sample]!.channels.forEach(({ values }, channel) => {
      const at = (filledSeries: TimeSeries, place: number) => filledSeries.channels[channel]!.values[place]!
      values.forEach((value, place) => {
        const [low, middle, high] = ofLevels.map((one) => at(one, place)) as [number, number, number]
        if (Number.isNaN(value)) {
          expect(low < middle && middle < high).toBe(true)
          expect(middle).toBeCloseTo(at(points[sample]!, place), 3)
        } else expect([low, middle, high]).toEqual([value, value, value])
      })
    })
  })
})
