import { createRandom } from '@romae/internal/random'
import { describe, expect, it } from 'vitest'
import { kalman } from '../baselines/kalman.ts'
import { fromGrid } from '../series/from-grid.ts'
import { withChannels } from '../series/select.ts'
import type { TimeSeries } from '../series/series.ts'
import { observationTokenizer } from './observation.ts'
import { timestepTokenizer } from './timestep.ts'

const DAYS = 400

/** Two channels, the second of which follows the first with a correlation. */
function twoChannels(id: string, correlation: number, seed: number): TimeSeries {
  const random = createRandom(seed, id)
  const [first, second] = [new Float64Array(DAYS), new Float64Array(DAYS)]
  for (let day = 1; day < DAYS; day++) {
    const noise = random.normal()
    first[day] = 0.9 * first[day - 1]! + noise
    second[day] = 0.5 * second[day - 1]! + correlation * noise + 0.1 * random.normal()
  }
  return fromGrid({ id, values: [first.map((value) => 20 + 5 * value), second], names: ['a', 'b'] })
}

const together = twoChannels('together', 1, 3)
const opposed = twoChannels('opposed', -1, 4)
const tokenizer = observationTokenizer.fit([together], { estimate: 'smoother' })

/** Every third token, and all of a stretch. */
const hiddenOf = (length: number) =>
  Uint8Array.from({ length }, (_, token) => Number(token % 3 === 1 || (token > 90 && token < 120)))

describe('estimate: "smoother"', () => {
  it('says of masked values what the baseline of the same series does', () => {
    const tokens = tokenizer.tokenize(together)
    const hidden = hiddenOf(tokens.length)
    const estimated = tokenizer.estimate!({ tokens, hidden })
    const values = tokens.values.map((value, token) => (hidden[token] === 1 ? estimated[token]! : value))
    const ours = tokenizer.detokenize({ ...tokens, values }, together)
    const gappy = withChannels(
      together,
      together.channels.map((channel, index) => ({
        ...channel,
        values: channel.values.map((value, row) => (hidden[index * DAYS + row] === 1 ? Number.NaN : value)),
      })),
    )
    const theirs = kalman.fit([together]).fill(gappy)
    theirs.channels.forEach(({ values: expected }, channel) => {
      const spread = channel === 0 ? 10 : 1
      expected.forEach((value, row) => {
        expect(Math.abs(ours.channels[channel]!.values[row]! - value)).toBeLessThan(0.05 * spread)
      })
    })
  })

  it('does not read masked values', () => {
    const tokens = tokenizer.tokenize(together)
    const hidden = hiddenOf(tokens.length)
    const other = { ...tokens, values: tokens.values.map((value, token) => (hidden[token] === 1 ? 1e6 : value)) }
    expect(tokenizer.estimate!({ tokens: other, hidden })).toEqual(tokenizer.estimate!({ tokens, hidden }))
  })

  it('finds which of several processes a sample follows', () => {
    const both = observationTokenizer.fit([together, opposed], { estimate: 'smoother', seriesStatistics: 'own' })
    expect(both.options.smoother!.processes).toHaveLength(2)
    for (const series of [together, opposed]) {
      const tokens = both.tokenize(series)
      // The second channel is not seen at all but for its first ten days.
      const hidden = Uint8Array.from({ length: 2 * DAYS }, (_, token) => Number(token >= DAYS + 10))
      const estimated = both.estimate!({ tokens, hidden })
      let error = 0
      for (let token = DAYS + 10; token < 2 * DAYS; token++) error += (tokens.values[token]! - estimated[token]!) ** 2
      expect(error / (DAYS - 10)).toBeLessThan(0.2)
    }
  })

  it('smooths of many channels those together that change together, and the others one by one', () => {
    // Channels 0 and 7, 1 and 8, 2 and 9 follow each other; the others nothing.
    const values = Array.from({ length: 20 }, (_, channel) => [
      ...twoChannels('a', 1, channel % 7 < 3 && channel < 10 ? channel % 7 : 100 + channel).channels[
        channel < 7 ? 0 : channel < 10 ? 1 : 0
      ]!.values,
    ])
    const wide = observationTokenizer.fit([fromGrid({ id: 'wide', values })], { estimate: 'smoother' })
    const blocks = wide.options.smoother!.processes[0]!.map(({ channels }) => channels)
    expect(blocks).toEqual([
      [0, 7],
      [1, 8],
      [2, 9],
      ...[3, 4, 5, 6, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19].map((one) => [one]),
    ])
    // A hidden value of one is known from the other.
    const tokens = wide.tokenize(fromGrid({ id: 'wide', values }))
    const hidden = Uint8Array.from({ length: tokens.length }, (_, token) => Number(token < 40 && token > 20))
    const estimated = wide.estimate!({ tokens, hidden })
    let [error, spread] = [0, 0]
    for (let token = 21; token < 40; token++) {
      error += (tokens.values[token]! - estimated[token]!) ** 2
      spread += tokens.values[token]! ** 2
    }
    expect(error).toBeLessThan(0.1 * spread)
  })

  it('lets a value that others are like count, and one mistyped value not', () => {
    const mistyped = fromGrid({
      id: 'm',
      values: [Float64Array.from({ length: 500 }, (_, at) => (at === 250 ? 1e6 : Math.sin(at)))],
    })
    const rain = fromGrid({
      id: 'r',
      values: [Float64Array.from({ length: 500 }, (_, at) => (at % 20 === 0 ? 100 : Math.sin(at)))],
    })
    const limitOf = (series: TimeSeries) => {
      const { options } = observationTokenizer.fit([series], { estimate: 'smoother', standardize: 'none' })
      const { limit, spread } = options.smoother!.scales[0]!
      return limit * spread
    }
    expect(limitOf(mistyped)).toBeLessThan(10)
    expect(limitOf(rain)).toBeGreaterThan(95)
  })

  it('is made again from its JSON, and refuses what is none', () => {
    const json = JSON.parse(JSON.stringify(tokenizer.toJSON()))
    const again = observationTokenizer.fromJSON(json)
    const tokens = tokenizer.tokenize(together)
    const sample = { tokens, hidden: hiddenOf(tokens.length) }
    expect(again.estimate!(sample)).toEqual(tokenizer.estimate!(sample))
    const { smoother } = json.options
    const [[block]] = smoother.processes
    const broken = (changes: object) => () =>
      observationTokenizer.fromJSON({ ...json, options: { ...json.options, smoother: { ...smoother, ...changes } } })
    const ofBlock = (changes: object) => broken({ processes: [[{ ...block, ...changes }]] })
    const code = 'TIMESERIES_INVALID_OPTION'
    expect(broken({ scales: [] })).toThrowRomae(code, { key: 'scales' })
    expect(broken({ processes: [] })).toThrowRomae(code, { key: 'processes' })
    expect(broken({ processes: [3] })).toThrowRomae(code)
    expect(ofBlock({ channels: [0, 0] })).toThrowRomae(code, { key: 'channels' })
    expect(ofBlock({ noise: [1] })).toThrowRomae(code, { key: 'noise' })
    expect(ofBlock({ transition: [1, 0, 0, 1] })).toThrowRomae(code, { key: 'transition' })
  })

  it('is refused where it would say nothing', () => {
    const place = { key: 'estimate', got: 'smoother' }
    expect(() => timestepTokenizer.fit([together], { estimate: 'smoother' })).toThrowRomae(
      'TIMESERIES_INVALID_OPTION',
      place,
    )
    const perSeries = { estimate: 'smoother', standardize: 'per-series' } as const
    expect(() => observationTokenizer.fit([together], perSeries)).toThrowRomae('TIMESERIES_INVALID_OPTION', place)
  })
})
