import { fromGrid, observationTokenizer, type TimeSeries } from '@romae/timeseries'
import { describe, expect, it } from 'vitest'
import { evaluateEvery, validationOf } from './early-stopping.ts'

const waves = [0, 1].map((place) =>
  fromGrid({
    id: `wave ${place}`,
    values: [0, 1].map((channel) => Array.from({ length: 60 }, (_, day) => Math.sin(day / 3 + channel + place))),
  }),
)
const observedCount = ({ channels }: TimeSeries) =>
  channels.reduce((sum, { values }) => sum + values.filter((value) => !Number.isNaN(value)).length, 0)

const asked = { pattern: 'scattered', fraction: 0.1, seed: 3 }

describe('validationOf', () => {
  it('masks the values that it keeps from training, in windows of all values', () => {
    const { kept, evaluation } = validationOf(waves, asked)
    const left = kept.reduce((sum, one) => sum + observedCount(one), 0)
    expect(left).toBe(216)
    const { samples, masks } = evaluation(60)!
    expect((masks as Uint8Array[]).flatMap((mask) => [...mask]).reduce((sum, one) => sum + one, 0)).toBe(24)
    const tokenizer = observationTokenizer.fit(waves)
    ;(samples as typeof waves).forEach((sample, index) => {
      const tokens = tokenizer.tokenize(sample)
      expect(masks![index]!.length).toBe(tokens.length)
      // A token that is masked is of a value that training does not have.
      masks![index]!.forEach((masked, token) => {
        const [channel, day] = tokens.positions.subarray(2 * token)
        const value = kept[index]!.channels[channel!]!.values[day!]!
        expect(Number.isNaN(value)).toBe(masked === 1)
      })
    })
  })

  it('leaves out windows in which all is seen, and has nothing to evaluate where there are no others', () => {
    const { evaluation } = validationOf(waves, { ...asked, fraction: 0.01 })
    expect(evaluation(10)!.masks!.length).toBeLessThan(3)
    const single = waves.map((wave) => ({ ...wave, channels: wave.channels.slice(0, 1) }))
    expect(validationOf(single, asked).evaluation(0.5)).toBeNull()
  })
})

describe('evaluateEvery', () => {
  it('is a twentieth of the steps, or an epoch', () => {
    expect([evaluateEvery(800), evaluateEvery(7), evaluateEvery(null)]).toEqual([40, 1, 'epoch'])
  })
})
