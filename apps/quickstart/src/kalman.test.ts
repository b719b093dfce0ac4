import { type FillingMethod, kalman, linear } from '@romae/timeseries/baselines'
import { beforeAll, expect, it } from 'vitest'
import { prepareCities, preset } from './experiment.ts'
import { errorsOf } from './methods.ts'
import { readWeather } from './weather.ts'

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
function errorsBy(method: FillingMethod, seed: number): readonly number[] {
  const cities = prepareCities(weather, { ...preset, seed })
  const fitted = method.fit(cities.map(({ before }) => before))
  const filled = new Map([[method.name, cities.map(({ kept }) => fitted.fill(kept))]])
  return errorsOf([{ kind: 'scattered', cities }], [filled], 'scattered')[method.name]!
}

it('fills as well as an independent implementation, a part in a hundred more or less', () => {
  const masks = [1, 2, 3].map((seed) => errorsBy(kalman, seed))
  INDEPENDENT.first.forEach((error, channel) => {
    expect(masks[0]![channel]! / error).toBeLessThan(1.015)
    const mean = masks.reduce((sum, mask) => sum + mask[channel]!, 0) / 3
    expect(mean / INDEPENDENT.mean[channel]!).toBeLessThan(1.01)
  })
})

it('is measured on the same values', () => {
  errorsBy(linear, 1).forEach((error, channel) => {
    expect(error).toBeCloseTo(STRAIGHT[channel]!, 1)
  })
})
