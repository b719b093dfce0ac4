import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { ResultRow } from '@romae/app-common'
import { needsShared } from '@romae/build/shared'
import { temporaryFolder } from '@romae/build/temporary-folder'
import { createRandom } from '@romae/core'
import { describe, expect, it } from 'vitest'
import { drawDigit } from './digits/draw-digit.ts'
import { errorOf, errorOfMean } from './digits/reconstruct.ts'
import { withMissing } from './missing.ts'
import { runApp, spawnApp } from './testing/run-app.ts'

const folder = await temporaryFolder()

/** The nearest of the digits' mean drawings. */
function nearest(means: readonly Float32Array[], data: Float32Array): number {
  const distances = means.map((mean) => mean.reduce((sum, value, pixel) => sum + (value - data[pixel]!) ** 2, 0))
  return distances.indexOf(Math.min(...distances))
}

describe('drawings', () => {
  it('differ from each other, and are nearer to those of their digit', () => {
    const draw = (digit: number, index: number) => drawDigit(digit, createRandom(index, 'draw', digit)).data
    const means = Array.from({ length: 10 }, (_, digit) => {
      const drawn = Array.from({ length: 60 }, (_, index) => draw(digit, index))
      return drawn[0]!.map((_, pixel) => drawn.reduce((sum, data) => sum + data[pixel]! / drawn.length, 0))
    })
    const found = Array.from(
      { length: 300 },
      (_, index) => nearest(means, draw(index % 10, 100 + index)) === index % 10,
    )
    const right = found.filter(Boolean).length / found.length
    expect(right).toBeGreaterThan(0.5)
    expect(draw(3, 1)).not.toEqual(draw(3, 2))
    expect(draw(3, 1)).toEqual(draw(3, 1))
    expect(draw(0, 1).every((value) => value >= 0 && value <= 1)).toBe(true)
  })
})

describe('what is missing', () => {
  it('is one of the two, of as many samples as are asked for, the same ones by a seed', () => {
    const whole = Array.from({ length: 1000 }, () => ({ sound: {} as never, drawing: {} as never }))
    const kinds = withMissing(whole, 0.5, 1).map((sample) => Object.keys(sample).join(' '))
    const count = (kind: string) => kinds.filter((one) => one === kind).length
    expect(Math.abs(count('sound drawing') - 500)).toBeLessThan(60)
    expect(Math.abs(count('sound') - count('drawing'))).toBeLessThan(80)
    expect(withMissing(whole, 0.5, 1)).toEqual(withMissing(whole, 0.5, 1))
    expect(withMissing(whole, 0, 1)).toEqual(whole)
  })
})

describe('errors of what is told', () => {
  const tokens = (...values: number[]) => ({
    parts: [null, { values: Float32Array.from(values), positions: new Float32Array(2), length: 1 }],
    length: 1,
  })

  it('are 0 where it is right, and those of the mean where the mean is always said', () => {
    const test = [tokens(1, 2), tokens(3, 4)]
    expect(errorOf({ whole: test, filled: test }, 1)).toBe(0)
    expect(errorOf({ whole: test, filled: [tokens(1, 2), tokens(3, 8)] }, 1)).toBe(2)
    expect(errorOfMean([tokens(0, 0), tokens(2, 4)], [tokens(1, 2), tokens(3, 2)], 1)).toBeCloseTo(1, 6)
  })
})

describe('digits', () => {
  needsShared(it)(
    'trains models of each and of both, tests each subset, and goes on where it was',
    async (shared) => {
      const data = ['--data', `${shared}/data/fsdd.tar.xz`] as const
      const small = [
        '--set',
        'pretraining.steps=6',
        '--set',
        'finetuning.steps=6',
        '--models',
        'drawing',
        'both',
      ] as const
      const words = ['digits', ...data, '--preset', 'smoke', ...small, '--out', 'run', '--results', 'kept'] as const
      await spawnApp(folder, ...words)
      const rows: ResultRow[] = JSON.parse(await readFile(join(folder, 'kept/digits.json'), 'utf8'))
      expect(rows.filter(({ experiment }) => experiment === 'digits/both')).toHaveLength(10)
      expect(rows.every(({ mean }) => Number.isFinite(mean))).toBe(true)
      expect(await readFile(join(folder, 'run/report.html'), 'utf8')).toContain('Either from the other')
      expect(await runApp(folder, ...words, '--resume')).toContain('both: fine-tuning: already done')
    },
    120_000,
  )
})
