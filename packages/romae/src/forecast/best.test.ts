import { type ChannelForecastErrors, fromGrid } from '@romae/timeseries'
import { describe, expect, it } from 'vitest'
import { byChoice, choose } from './best.ts'
import { shownSteps } from './shown-steps.ts'

const errorsOf = (count: number, rmse: readonly number[]): ChannelForecastErrors => {
  const all = Math.sqrt(rmse.reduce((sum, one) => sum + one ** 2, 0) / rmse.length)
  return {
    count: count * rmse.length,
    mae: all,
    rmse: all,
    byHorizon: rmse.map((one) => ({ count, mae: one, rmse: one })),
  }
}

describe('the best method', () => {
  it('is chosen by channel and horizon, by few targets with those of other horizons', () => {
    const many = choose([[errorsOf(1000, [1, 3])], [errorsOf(1000, [2, 2])]])
    expect(many).toEqual([
      [
        [0, 1],
        [1, 0],
      ],
    ])
    // With three targets a horizon, what is better on the whole is taken.
    expect(choose([[errorsOf(3, [1, 3])], [errorsOf(3, [2, 2])]])[0]!.map(([first]) => first)).toEqual([1, 1])
    expect(choose([[errorsOf(100, [Number.NaN])], [errorsOf(100, [9])]])[0]![0]).toEqual([1, 0])
  })

  it('gives way where it has no value', () => {
    const [one, other] = [
      [1, Number.NaN],
      [5, 6],
    ].map((values) => fromGrid({ id: 'a', values: [values] }))
    const { forecast, methods } = byChoice(
      [
        [
          [0, 1],
          [0, 1],
        ],
      ],
      [one!, other!],
    )
    expect([...forecast.channels[0]!.values]).toEqual([1, 6])
    expect(methods.map((used) => [...used])).toEqual([[0, 1]])
  })
})

describe('steps that tables show', () => {
  it('are all of eight, and of more fewer and fewer', () => {
    expect(shownSteps(3)).toEqual([0, 1, 2])
    expect(shownSteps(24)).toEqual([0, 1, 3, 7, 15, 23])
  })
})
