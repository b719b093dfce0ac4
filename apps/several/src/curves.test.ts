import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { ResultRow } from '@romae/app-common'
import { temporaryFolder } from '@romae/build/temporary-folder'
import { createRandom, predictionConfig } from '@romae/core'
import { createEngine } from '@romae/engine'
import { describe, expect, it } from 'vitest'
import { observedFlux } from './curves/black-body.ts'
import { DAY, LIGHT, PARSEC, SUN_LUMINOSITY } from './curves/constants.ts'
import { luminosityDistance } from './curves/cosmology.ts'
import { diffused, magnetar, photosphere, radioactivity } from './curves/explosions.ts'
import { simulateStars, starClasses } from './curves/observe.ts'
import { curvesPresets } from './curves/settings.ts'
import { overlap } from './curves/sources.ts'
import { trainLateJoin } from './curves/train-late-join.ts'
import { runApp } from './testing/run-app.ts'

const folder = await temporaryFolder()

describe('the physics of light curves', () => {
  it('has the distances of a flat universe', () => {
    // As astropy's FlatLambdaCDM(70, 0.3) and Wright's calculator say, which has radiation, too.
    expect(luminosityDistance(0.5) / PARSEC / 1e6 / 2833).toBeCloseTo(1, 2)
    expect(luminosityDistance(1) / PARSEC / 1e6 / 6607).toBeCloseTo(1, 2)
    expect(luminosityDistance(0.01) / PARSEC / 1e6 / ((0.01 * LIGHT) / 70_000)).toBeCloseTo(1, 1)
  })

  it('has the sun’s magnitude from ten parsecs', () => {
    const sight = { redshift: 0, distance: 10 * PARSEC }
    const flux = observedFlux({ luminosity: SUN_LUMINOSITY, temperature: 5772 }, sight, 622)
    expect(Math.abs(23.9 - 2.5 * Math.log10(flux) - 4.65)).toBeLessThan(0.15)
  })

  it('loses nothing of the light on its way but what distance and redshift take', () => {
    const [luminosity, distance] = [1e36, 1e25]
    const sum = (redshift: number) => {
      let total = 0
      // By octaves of frequency, in W / m².
      for (let octave = -6; octave < 6; octave += 0.01) {
        const frequency = 5e14 * 2 ** octave
        const flux = observedFlux({ luminosity, temperature: 9000 }, { redshift, distance }, (LIGHT / frequency) * 1e9)
        total += flux * 1e-32 * frequency * Math.LN2 * 0.01
      }
      return total / (luminosity / (4 * Math.PI * distance ** 2))
    }
    expect(sum(0)).toBeCloseTo(1, 3)
    expect(sum(0.8)).toBeCloseTo(1, 3)
  })

  it('peaks where what is heated equals what shines, as Arnett has it, and at a supernova’s brightness', () => {
    const power = radioactivity(0.6)
    const luminosity = diffused(power, 13)
    const days = Array.from({ length: 400 }, (_, index) => index / 4)
    const peak = days.reduce((best, day) => (luminosity(day) > luminosity(best) ? day : best), 0)
    expect(peak).toBeGreaterThan(14)
    expect(peak).toBeLessThan(22)
    expect(luminosity(peak) / power(peak)).toBeCloseTo(1, 1)
    expect(luminosity(peak)).toBeGreaterThan(1e43)
    expect(luminosity(peak)).toBeLessThan(1.6e43)
    const { temperature } = photosphere(luminosity, 1.1e7, 6500)(peak)
    expect(temperature).toBeGreaterThan(7000)
    expect(temperature).toBeLessThan(14_000)
    expect(photosphere(luminosity, 1.1e7, 6500)(80).temperature).toBe(6500)
  })

  it('gives away a magnetar’s energy, all in all', () => {
    const power = magnetar(2, 1)
    let energy = 0
    for (let day = 0; day < 20_000; day += 0.1) energy += power(day + 0.05) * 0.1 * DAY
    expect(energy / (2.6e52 / 4)).toBeCloseTo(1, 2)
  })

  it('hides of two discs what they share', () => {
    expect(overlap(1, 1, 2)).toBe(0)
    expect(overlap(1, 3, 0.5)).toBeCloseTo(Math.PI, 12)
    // A lens of two unit circles one radius apart: 2 π / 3 - √3 / 2.
    expect(overlap(1, 1, 1)).toBeCloseTo((2 * Math.PI) / 3 - Math.sqrt(3) / 2, 12)
  })
})

describe('simulated sources', () => {
  const { samples, labels } = simulateStars(240, 1, 'train')
  const of = (name: string) => samples.filter((_, index) => labels[index] === name)

  it('are as many of each class, the same ones by a seed, and others by another', () => {
    for (const name of starClasses) expect(of(name)).toHaveLength(30)
    expect(simulateStars(240, 1, 'train').samples[17]).toEqual(samples[17])
    expect(simulateStars(240, 2, 'train').samples[17]).not.toEqual(samples[17])
    expect(simulateStars(240, 1, 'test').samples[17]).not.toEqual(samples[17])
  })

  it('are found, in six bands, with visits in order', () => {
    for (const { curve } of samples) {
      expect(curve.channels).toHaveLength(6)
      const found = curve.channels.flatMap(({ values, extras }) =>
        // The flux over its error: both are of asinh's scale.
        [...values].map((value, index) => Math.abs(Math.sinh(value)) / (extras![0]![index]! * Math.cosh(value))),
      )
      expect(found.filter((ratio) => ratio > 4.99).length).toBeGreaterThanOrEqual(3)
      for (const { times } of curve.channels) expect([...times]).toEqual([...times].sort((a, b) => a - b))
    }
  })

  it('have hosts that go with their class', () => {
    const mean = (name: string, key: string) => {
      const values = of(name).flatMap(({ sheet }) => (typeof sheet[key] === 'number' ? [sheet[key]] : []))
      return values.reduce((sum, value) => sum + value / values.length, 0)
    }
    expect(mean('TDE', 'host_offset')).toBeLessThan(mean('SN II', 'host_offset') - 0.5)
    expect(mean('SLSN', 'host_magnitude')).toBeGreaterThan(mean('SN Ib/c', 'host_magnitude') + 2)
    expect(mean('EB', 'latitude')).toBeLessThan(mean('AGN', 'latitude') - 10)
    expect(of('RR Lyrae').filter(({ sheet }) => sheet.photo_z === null).length).toBeGreaterThan(3)
  })
})

describe('encoders that are joined late', () => {
  it('learn what neither of two modalities says by itself', async () => {
    const random = createRandom(1, 'signs')
    const signs = Array.from({ length: 400 }, () => [random.integer(2), random.integer(2)] as const)
    const token = (value: number) => ({
      values: Float32Array.of(2 * value - 1),
      positions: new Float32Array(1),
      length: 1,
    })
    const of = (rows: typeof signs) => ({
      tokens: { first: rows.map(([value]) => token(value)), second: rows.map(([, value]) => token(value)) },
      labels: Int32Array.from(rows, ([one, other]) => one ^ other),
    })
    const config = predictionConfig({
      encoder: { dModel: 16, heads: 2, depth: 1 },
      tokenSize: 1,
      axes: 1,
      outputSize: 2,
      cls: true,
    })
    const engine = await createEngine()
    try {
      const losses: number[] = []
      const { predicted, parameters } = await trainLateJoin(
        { first: config, second: config },
        of(signs.slice(0, 300)),
        of(signs.slice(300)),
        {
          engine,
          seed: 1,
          classes: 2,
          training: { ...curvesPresets.smoke.finetuning, steps: 120, learningRate: 3e-3 },
          observe: (_, loss) => losses.push(loss),
        },
      )
      expect(losses).toHaveLength(120)
      expect(losses.at(-1)).toBeLessThan(0.1)
      expect([...predicted]).toEqual([...of(signs.slice(300)).labels])
      expect(parameters).toBeGreaterThan(2000)
    } finally {
      await engine.dispose()
    }
  })
})

describe('curves', () => {
  it('trains each, both in one model, and both joined late, and goes on where it was', async () => {
    const words = ['curves', '--preset', 'smoke', '--out', 'run', '--results', 'kept'] as const
    await runApp(folder, ...words)
    const rows: ResultRow[] = JSON.parse(await readFile(join(folder, 'kept/curves.json'), 'utf8'))
    const models = ['curve', 'sheet', 'both', 'late', 'both-pretrained']
    expect([...new Set(rows.map(({ experiment }) => experiment))]).toEqual(models.map((name) => `curves/${name}`))
    expect(rows.every(({ mean }) => Number.isFinite(mean))).toBe(true)
    const again = await runApp(folder, ...words, '--resume')
    expect(again).toContain('both-pretrained: fine-tuning: already done')
    expect(again).not.toContain('late: step')
  }, 120_000)
})

describe('missing', () => {
  it('trains models for which samples lack one, and tests where as many and more lack one', async () => {
    await runApp(folder, 'missing', '--preset', 'smoke', '--out', 'lacking', '--results', 'kept')
    const rows: ResultRow[] = JSON.parse(await readFile(join(folder, 'kept/missing-modalities.json'), 'utf8'))
    expect([...new Set(rows.map(({ experiment }) => experiment))]).toEqual(['missing/0', 'missing/50', 'missing/90'])
    const none = rows.filter(({ experiment }) => experiment === 'missing/0').map(({ metric }) => metric)
    expect(none).toEqual([...[0, 25, 50, 75, 100].map((part) => `${part} % lack one`), 'curve alone', 'sheet alone'])
    expect(await readFile(join(folder, 'lacking/report.html'), 'utf8')).toContain('accuracy by the part of the test')
  }, 60_000)
})
