import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parseSafetensors } from '@romae/safetensors'
import { describe, expect, it } from 'vitest'
import { fixtures } from '../testing/fixtures.ts'
import { checkSchedule, learningRate, type Schedule } from './schedule.ts'

const ratesOf = (schedule: Schedule) =>
  Array.from({ length: schedule.totalSteps }, (_, step) => learningRate(schedule, step))

describe('cosine', () => {
  it('rises linearly, peaks at exactly the base rate, and falls to zero after the last step', () => {
    const schedule: Schedule = { kind: 'cosine', baseRate: 0.1, warmupSteps: 3, totalSteps: 11 }
    const rates = ratesOf(schedule)
    expect(rates[0]).toBeCloseTo(0.1 / 3, 15)
    expect(rates[1]).toBeCloseTo(0.2 / 3, 15)
    expect(rates[2]).toBe(0.1)
    expect(rates[3]).toBe(0.1)
    expect(Math.max(...rates)).toBe(0.1)
    expect(rates[7]).toBeCloseTo(0.05, 15) // half of the eight steps down
    for (let step = 4; step < 11; step++) expect(rates[step]).toBeLessThan(rates[step - 1]!)
    expect(rates[10]).toBeGreaterThan(0)
    expect(learningRate(schedule, 11)).toBe(0)
    expect(learningRate(schedule, 15)).toBe(0)
  })

  it('peaks at exactly the base rate whatever the warm-up', () => {
    for (const baseRate of [0.1, 1e-3, 3e-4, 7e-5]) {
      for (let warmupSteps = 1; warmupSteps < 60; warmupSteps++) {
        const rate = learningRate({ kind: 'cosine', baseRate, warmupSteps, totalSteps: 60 }, warmupSteps - 1)
        expect(rate).toBe(baseRate)
      }
    }
  })

  it('starts at the base rate without warm-up, and may warm up to the end', () => {
    expect(learningRate({ kind: 'cosine', baseRate: 0.2, warmupSteps: 0, totalSteps: 5 }, 0)).toBe(0.2)
    const whole = ratesOf({ kind: 'cosine', baseRate: 1, warmupSteps: 4, totalSteps: 4 })
    expect(whole).toEqual([0.25, 0.5, 0.75, 1])
  })
})

describe('constant', () => {
  it('stays at the base rate after the warm-up', () => {
    expect(ratesOf({ kind: 'constant', baseRate: 2, warmupSteps: 2, totalSteps: 5 })).toEqual([1, 2, 2, 2, 2])
  })
})

describe('reference', () => {
  it('gives the rates that the reference recorded, past the end too', async () => {
    const file = join(fixtures, 'lr-schedules.safetensors')
    const { cases } = JSON.parse(parseSafetensors(await readFile(file)).metadata!.get('meta')!)
    expect(cases.length).toBeGreaterThan(3)
    for (const { base_lr: baseRate, warmup_steps: warmupSteps, total_steps: totalSteps, lr } of cases) {
      const schedule = { kind: 'reference', baseRate, warmupSteps, totalSteps } as const
      lr.forEach((rate: number, step: number) => {
        expect(Math.abs(learningRate(schedule, step) - rate)).toBeLessThan(1e-12 * baseRate)
      })
    }
  })

  it('has its quirks: the peak is below the base rate, a warm-up of 2 never leaves the start', () => {
    const peak = Math.max(...ratesOf({ kind: 'reference', baseRate: 1, warmupSteps: 10, totalSteps: 1000 }))
    expect(peak).toBeCloseTo(0.8, 4)
    const two = ratesOf({ kind: 'reference', baseRate: 1, warmupSteps: 2, totalSteps: 100 })
    expect(Math.max(...two)).toBeCloseTo(1e-5, 15)
  })
})

describe('checkSchedule', () => {
  const good: Schedule = { kind: 'cosine', baseRate: 1, warmupSteps: 1, totalSteps: 2 }
  it.each([
    [{ baseRate: 0 }, { key: 'learningRate', got: 0 }],
    [{ baseRate: Number.NaN }, { key: 'learningRate', got: Number.NaN }],
    [{ totalSteps: 0 }, { key: 'steps', got: 0 }],
    [{ warmupSteps: 3 }, { key: 'warmupSteps', got: 3 }],
    [{ warmupSteps: -1 }, { key: 'warmupSteps', got: -1 }],
    [{ warmupSteps: 0.5 }, { key: 'warmupSteps', got: 0.5 }],
  ])('refuses %o', (change, fields) => {
    expect(() => checkSchedule({ ...good, ...change })).toThrowRomae('TRAINER_OPTION', fields)
  })

  it('accepts a warm-up of nothing and of everything', () => {
    checkSchedule({ ...good, warmupSteps: 0 })
    checkSchedule({ ...good, warmupSteps: 2 })
  })
})
