import type { Variant } from '@romae/app-common'
import { positionGrid } from '@romae/datasets'
import { mean, median } from '@romae/internal/statistics'
import type { Section } from '@romae/report'
import { applySettings, type PresetName, type Settings } from 'romae'
import { positionSchema } from '../series/position-kinds.ts'
import { seriesOf } from '../series/position-series.ts'
import { positionTrial } from '../series/position-trial.ts'
import { type RangeName, rangeSettings } from './settings.ts'

/** Mean absolute errors of the reference's stored curves (Fig. 2, whose axis says MSE). */
const published: Readonly<Record<RangeName, readonly [string, string, string, string, string]>> = {
  100: ['0.060', '0.029', '0.033', '0.713', '1.682'],
  1000: ['0.492', '0.273', '0.274', '5.427', '16.886'],
}
const metrics = [
  'mean |error|',
  'median |error|',
  'mean |error| from 5 % to 95 % of the range',
  '|error| at the first point',
  '|error| at the last point',
] as const
const GRID_POINTS = 500

/** One token and [CLS], positions up to 100 and up to 1000: how the error depends on where the token is. */
export function rangeVariants(
  preset: PresetName,
  ranges: readonly RangeName[],
  assignments: readonly string[],
): readonly Variant[] {
  return ranges.map((range) => {
    const experiment = applySettings(rangeSettings(preset, range), positionSchema, assignments)
    const { low, high } = experiment.data
    const others = metrics.map((metric, index) => [metric, { 'RoMAE (paper)': published[range][index]! }])
    return {
      experiment: `positions-range/${range}`,
      key: range,
      label: `positions up to ${range}`,
      published: Object.fromEntries(others),
      settings: experiment as unknown as Settings,
      trial: (seed) =>
        positionTrial(experiment, seed, async ({ predict }) => {
          const { positions: grid, ...rest } = positionGrid([low, high], GRID_POINTS)
          const predicted = await predict(seriesOf({ positions: grid, ...rest }))
          const errors = Array.from(grid, (position, index) => Math.abs(predicted[index]![0]! - position))
          const figures = figuresOf(errors)
          return { figures, sections: [errorCurve(grid, errors)] }
        }),
    }
  })
}

function figuresOf(errors: readonly number[]): Readonly<Record<string, number>> {
  const edge = Math.round(0.05 * errors.length)
  const values = [mean(errors), median(errors), mean(errors.slice(edge, -edge)), errors[0]!, errors.at(-1)!]
  return Object.fromEntries(metrics.map((metric, index) => [metric, values[index]!]))
}

function errorCurve(x: Float32Array, y: readonly number[]): Section {
  return {
    kind: 'chart',
    heading: 'Error by position',
    caption: 'The last seed’s error by position, as in Fig. 2 of the paper.',
    x: { label: 'position' },
    y: { label: '|error|', scale: 'log' },
    series: [{ label: '|error|', x, y }],
  }
}
