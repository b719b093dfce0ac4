import { createRandom } from '@romae/internal/random'
import { describe, expect, it } from 'vitest'
import { type MaskPattern, sampleMask } from '../index.ts'
import { maskedCount } from './mask.ts'

/** One row of 3 channels at 20 times each: tokens in order of channel, then time. */
const [channels, times] = [3, 20]
const length = channels * times
const positions = Float32Array.from({ length: 2 * length }, (_, index) =>
  index < length ? Math.floor(index / times) : index % times,
)
const row = { batch: 1, length, positions, axes: 2 }
const padding = new Uint8Array(length)

/** `[channel][time]` */
function maskOf(patterns: readonly MaskPattern[], seed: number, ratio = 0.3): number[][] {
  const mask = sampleMask(padding, row, { ratio, patterns }, createRandom(seed))
  expect(mask.reduce((sum, one) => sum + one, 0)).toBe(maskedCount(length, ratio))
  return Array.from({ length: channels }, (_, channel) => [...mask.subarray(channel * times, (channel + 1) * times)])
}

/** The lengths of runs of 1. */
function runs(flags: readonly number[]): number[] {
  return flags
    .join('')
    .split('0')
    .filter((run) => run !== '')
    .map((run) => run.length)
}

const seeds = Array.from({ length: 50 }, (_, seed) => seed)

describe('patterns of masks', () => {
  it('masks whole time stamps of all channels in gaps, but for where the last gap is cut', () => {
    for (const seed of seeds) {
      const mask = maskOf([{ kind: 'gaps', share: 1, axis: 1, spans: [4] }], seed)
      const together = Array.from({ length: times }, (_, time) => mask.reduce((sum, own) => sum + own[time]!, 0))
      expect(together.filter((count) => count !== 0 && count !== channels).length).toBeLessThanOrEqual(1)
      // 18 of 60 tokens are 6 time stamps: of 4 each, which may touch, overlap, or lie across the ends.
      expect(runs(together.map((count) => (count > 0 ? 1 : 0))).length).toBeLessThanOrEqual(5)
    }
  })

  it('masks stretches of one channel, of lengths that are drawn from those given', () => {
    const found = seeds.flatMap((seed) => {
      const mask = maskOf([{ kind: 'gaps', share: 1, axis: 1, spans: [2, 9], channels: 0 }], seed, 0.15)
      return mask.flatMap(runs)
    })
    const counted = (span: number) => found.filter((run) => run === span).length
    expect(counted(2)).toBeGreaterThan(10)
    expect(counted(9)).toBeGreaterThan(5)
    expect(counted(5)).toBeLessThan(counted(2))
  })

  it('masks the end of all channels', () => {
    for (const seed of seeds.slice(0, 5)) {
      const mask = maskOf([{ kind: 'end', share: 1, axis: 1 }], seed)
      for (const own of mask) expect(own.slice(14)).toEqual([1, 1, 1, 1, 1, 1])
    }
  })

  it('draws patterns by their shares, and masks as ever without any', () => {
    const mixed: MaskPattern[] = [
      { kind: 'end', share: 0.25, axis: 1 },
      { kind: 'scattered', share: 0.75 },
    ]
    const many = Array.from({ length: 400 }, (_, seed) => maskOf(mixed, seed))
    const ends = many.filter((mask) => mask.every((own) => own.slice(14).join() === '1,1,1,1,1,1')).length
    expect(ends).toBeGreaterThan(70)
    expect(ends).toBeLessThan(130)
    const plain = (options: object) => sampleMask(padding, row, { ratio: 0.3, ...options }, createRandom(3))
    expect(plain({ patterns: [] })).toEqual(plain({}))
  })

  it('masks all of a row whose tokens are all at one place', () => {
    const still = { ...row, positions: new Float32Array(2 * length) }
    const patterns = [{ kind: 'gaps', share: 1, axis: 1, spans: [1] } as const]
    expect(sampleMask(padding, still, { ratio: 1, patterns }, createRandom(1))).toEqual(new Uint8Array(length).fill(1))
  })

  it('gives each row a ratio of its own, of real tokens alone', () => {
    const two = { batch: 40, length }
    const short = Uint8Array.from({ length: 40 * length }, (_, index) => (index % length < 40 ? 0 : 1))
    const mask = sampleMask(short, two, { ratio: 0.2, upTo: 0.8 }, createRandom(1))
    const counts = Array.from({ length: 40 }, (_, row) =>
      mask.subarray(row * length, (row + 1) * length).reduce((sum, one) => sum + one, 0),
    )
    expect(Math.min(...counts)).toBeGreaterThanOrEqual(8)
    expect(Math.max(...counts)).toBeLessThanOrEqual(32)
    expect(new Set(counts).size).toBeGreaterThan(12)
    expect(mask.filter((one, index) => one === 1 && short[index] === 1)).toHaveLength(0)
  })

  it.each<[string, MaskPattern[]]>([
    ['gaps of no length', [{ kind: 'gaps', share: 1, axis: 1, spans: [] }]],
    ['gaps along no axis', [{ kind: 'gaps', share: 1, spans: [1] }]],
    ['an axis that is not there', [{ kind: 'end', share: 1, axis: 2 }]],
    ['shares of 0', [{ kind: 'scattered', share: 0 }]],
  ])('refuses %s', (_, patterns) => {
    expect(() => maskOf(patterns, 1)).toThrowRomae('CONFIG_CONFLICT')
  })

  it('refuses rows without positions', () => {
    const patterns: MaskPattern[] = [{ kind: 'end', share: 1, axis: 0 }]
    const options = { ratio: 0.5, patterns }
    expect(() => sampleMask(padding, { batch: 1, length, axes: 1 }, options, createRandom(1))).toThrowRomae(
      'INPUT_LENGTH',
    )
  })
})
