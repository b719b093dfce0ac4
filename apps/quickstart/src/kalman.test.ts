import { kalman, linear } from '@romae/timeseries/baselines'
import { regressionMetrics } from '@romae/trainer/node'
import { beforeAll, expect, it } from 'vitest'
import { type City, prepareCities, preset } from './experiment.ts'
import { channels, readWeather } from './weather.ts'

/**
 * Root mean squared errors of an independent smoother of the same kind on exactly these hidden values, one a channel: of the first
 * mask, and the mean of three.
 */
const INDEPENDENT = { first: [7.97, 2.52, 1.95, 1.46], mean: [7.01, 2.63, 2.05, 1.42] }
const STRAIGHT = [8.76, 2.98, 2.45, 1.71]

let weather: Awaited<ReturnType<typeof readWeather>>
beforeAll(async () => {
  weather = await readWeather()
})

/** `[channel]`, over both cities. */
function errorsOf(method: typeof kalman, seed: number): number[] {
  const cities = prepareCities(weather, { ...preset, seed })
  const fitted = method.fit(cities.map(({ before }) => before))
  const filled = cities.map((city) => fitted.fill(withGaps(city)))
  return channels.map((_, channel) => {
    const predicted: number[] = []
    const actual: number[] = []
    cities.forEach(({ hidden }, index) => {
      const { times, values } = filled[index]!.channels[channel]!
      const byTime = new Map(Array.from(times, (time, row) => [time, values[row]!]))
      actual.push(...hidden.channels[channel]!.values)
      for (const time of hidden.channels[channel]!.times) predicted.push(byTime.get(time)!)
    })
    return regressionMetrics(predicted, actual).rmse
  })
}

/** The test year with what is hidden missing: every day has a row. */
function withGaps({ during, hidden }: City) {
  const channels = during.channels.map((channel, index) => {
    const isHidden = new Set(hidden.channels[index]!.times)
    return {
      ...channel,
      values: channel.values.map((value, row) => (isHidden.has(channel.times[row]!) ? Number.NaN : value)),
    }
  })
  return { ...during, channels }
}

it('fills as well as an independent implementation, a part in a hundred more or less', () => {
  const masks = [1, 2, 3].map((seed) => errorsOf(kalman, seed))
  INDEPENDENT.first.forEach((error, channel) => {
    expect(masks[0]![channel]! / error).toBeLessThan(1.015)
    const mean = masks.reduce((sum, mask) => sum + mask[channel]!, 0) / 3
    expect(mean / INDEPENDENT.mean[channel]!).toBeLessThan(1.01)
  })
})

it('is measured on the same values', () => {
  errorsOf(linear, 1).forEach((error, channel) => {
    expect(error).toBeCloseTo(STRAIGHT[channel]!, 1)
  })
})
