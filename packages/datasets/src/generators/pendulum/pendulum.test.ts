import { describe, expect, it } from 'vitest'
import { fingerprint } from '../../testing/fingerprint.ts'
import { moments } from '../../testing/moments.ts'
import { drawPendulum } from './draw.ts'
import { generatePendulum, type PendulumOptions, type PendulumSplit } from './pendulum.ts'

const few: PendulumOptions = { seed: 42, train: 3, validation: 2, test: 2 }

/** The targets and frames of one series by time. */
function byTime({ length, times, targets, frames }: PendulumSplit, series: number) {
  return new Map(
    Array.from({ length }, (_, index) => {
      const at = series * length + index
      return [times[at]!, { target: targets.slice(2 * at, 2 * at + 2), frame: frames.slice(576 * at, 576 * (at + 1)) }]
    }),
  )
}

describe('generatePendulum', () => {
  it('has the statistics of the source, as measured on the source’s own data', () => {
    const { frames, targets } = generatePendulum({ seed: 42, train: 200, validation: 0, test: 0 }).train
    const pixels = moments(frames.map((value) => value))
    expect(pixels.mean / 255).toBeCloseTo(0.2495, 2)
    expect(pixels.deviation / 255).toBeCloseTo(0.2666, 2)
    expect(moments(targets).deviation ** 2).toBeCloseTo(0.464, 1)
  })

  it('keeps half of the frames of each series, in order, others in each', () => {
    const { train } = generatePendulum(few)
    expect(train).toMatchObject({ count: 3, length: 50, size: 24 })
    expect(train.frames).toHaveLength(3 * 50 * 24 * 24)
    expect(train.targets).toHaveLength(3 * 50 * 2)
    const rows = [0, 1, 2].map((series) => [...train.times.subarray(50 * series, 50 * (series + 1))])
    for (const row of rows) {
      expect(new Set(row).size).toBe(50)
      expect(row).toEqual([...row].sort((a, b) => a - b))
      expect(row.every((time) => Number.isInteger(time) && time >= 0 && time < 100)).toBe(true)
    }
    expect(rows[0]).not.toEqual(rows[1])
  })

  it('draws the angle that the targets tell', () => {
    const { train } = generatePendulum({ ...few, noise: false })
    const picture = new Float64Array(576)
    for (let at = 0; at < 150; at++) {
      const [sine, cosine] = train.targets.subarray(2 * at, 2 * at + 2)
      expect(Math.hypot(sine!, cosine!)).toBeCloseTo(1, 6)
      drawPendulum(Math.atan2(sine!, cosine!), picture)
      const error = picture.reduce((most, value, index) => {
        return Math.max(most, Math.abs(value - train.frames[576 * at + index]! / 255))
      }, 0)
      // One pixel of the canvas at the edge of the rod may be on the other side.
      expect(error).toBeLessThan(0.06)
    }
  })

  it('is noisy after five frames only, and never changes what a frame is by dropping another', () => {
    const [all, half] = [generatePendulum({ ...few, dropped: 0 }), generatePendulum(few)]
    const clean = byTime(generatePendulum({ ...few, dropped: 0, noise: false }).test, 1)
    const whole = byTime(all.test, 1)
    expect(whole.size).toBe(100)
    for (const [time, kept] of byTime(half.test, 1)) expect(kept).toEqual(whole.get(time))
    const noisy = [...whole].filter(([time, { frame }]) => fingerprint(frame) !== fingerprint(clean.get(time)!.frame))
    expect(Math.min(...noisy.map(([time]) => time))).toBeGreaterThanOrEqual(5)
    expect(noisy.length).toBeGreaterThan(50)
  })

  it('gives the same bytes for the same seed, whatever the counts, and others for other seeds and splits', () => {
    const { train, validation, test } = generatePendulum(few)
    expect(generatePendulum(few)).toEqual({ train, validation, test })
    const longer = generatePendulum({ ...few, train: 4 }).train
    expect(longer.frames.subarray(0, train.frames.length)).toEqual(train.frames)
    expect(byTime(validation, 0)).not.toEqual(byTime(train, 0))
    expect(byTime(test, 0)).not.toEqual(byTime(train, 0))
    expect(generatePendulum({ ...few, seed: 43 }).train.targets).not.toEqual(train.targets)
    expect(fingerprint(train.frames, train.targets)).toBe('37ae83367c994a56')
  })

  it.each([
    [{ ...few, drop: 0.3 }, 'DATASETS_UNKNOWN_OPTION'],
    [{ ...few, seed: 1.5 }, 'DATASETS_INVALID_OPTION'],
    [{ ...few, train: -1 }, 'DATASETS_INVALID_OPTION'],
    [{ ...few, dropped: 1.5 }, 'DATASETS_INVALID_OPTION'],
    [{ ...few, dropped: Number.NaN }, 'DATASETS_INVALID_OPTION'],
    [{ ...few, dropped: 1 }, 'DATASETS_NOTHING_LEFT'],
    [{ ...few, dropped: 0.001 }, 'DATASETS_NOTHING_DROPPED'],
    [{ ...few, noise: 1 }, 'DATASETS_INVALID_OPTION'],
    [undefined, 'DATASETS_INVALID_OPTION'],
  ])('refuses %o', async (options, code) => {
    await expect(async () => generatePendulum(options as PendulumOptions)).rejects.toThrowRomae(code)
  })
})
