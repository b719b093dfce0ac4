import { describe, expect, it } from 'vitest'
import { noise, picture } from '../testing/pictures.ts'
import { CHANNEL_STATISTICS, channelStatistics } from './channel-statistics.ts'

describe('channelStatistics', () => {
  it('are those of all pixels together, however they are divided', async () => {
    const image = noise({ width: 50, height: 40 })
    const { mean, std } = await channelStatistics([image])
    for (const channel of [0, 1, 2]) {
      const values = [...image.data].filter((_, index) => index % 3 === channel)
      const expected = values.reduce((sum, value) => sum + value, 0) / values.length
      const squares = values.reduce((sum, value) => sum + (value - expected) ** 2, 0)
      expect(mean[channel]).toBeCloseTo(expected, 12)
      expect(std[channel]).toBeCloseTo(Math.sqrt(squares / values.length), 12)
    }
    const parts = [0, 1, 2, 3].map((part) => ({
      ...noise({ width: 50, height: 10 }),
      data: image.data.slice(part * 1500, (part + 1) * 1500),
    }))
    const again = await channelStatistics(parts)
    again.mean.forEach((value, channel) => {
      expect(value).toBeCloseTo(mean[channel]!, 12)
    })
    again.std.forEach((value, channel) => {
      expect(value).toBeCloseTo(std[channel]!, 12)
    })
  })

  it('take one for the deviation of a constant channel', async () => {
    expect(await channelStatistics([picture([[0.25, 0.25]])])).toEqual({ mean: [0.25], std: [1] })
  })

  it('need an image', async () => {
    await expect(async () => channelStatistics([])).rejects.toThrowRomae('IMAGE_NOTHING_TO_FIT')
  })

  it('of every preset are three means and three deviations', () => {
    for (const { mean, std } of Object.values(CHANNEL_STATISTICS)) {
      expect([...mean, ...std].filter((value) => value > 0 && value < 1)).toHaveLength(6)
    }
  })
})
