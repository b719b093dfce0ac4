import { seed as seedOption } from '@romae/internal/options'
import { createRandom } from '@romae/internal/random'
import { readOption } from '../options.ts'
import { checkSeries } from '../series/check-series.ts'
import { withChannels } from '../series/select.ts'
import type { TimeSeries } from '../series/series.ts'
import {
  type BlockModels,
  fitBlockModels,
  simulateBlocks,
  smoothBlockMeans,
  smoothBlocks,
} from '../state-space/block-models.ts'
import { mostTogether } from '../state-space/channel-blocks.ts'
import { isLong } from '../state-space/is-long.ts'
import { fitResiduals, fromResiduals, type ResidualScale, toResiduals } from '../state-space/residuals.ts'
import { oneStepApart, type StepSize, stepSizeOf, stepsBetween } from '../state-space/steps.ts'
import { fillRows, onGrid } from './fill-rows.ts'
import type { FillingMethod, FittedMethod } from './method.ts'

/** Series that have an autoregression of their own; where more could, all share one, each after its own season. */
const MOST_OWN = 16

/** A method that knows how far off it may be, and what else there could have been. */
export interface Smoother extends FillingMethod {
  fit(training: readonly TimeSeries[]): FittedSmoother
}

export interface FittedSmoother extends FittedMethod {
  /** As `fill`, with the standard deviation of each filled value: `[channel][row]`, 0 where a value was known. */
  fillWithDeviations(series: TimeSeries): { readonly filled: TimeSeries; readonly deviations: readonly Float64Array[] }
  /**
   * A series that could as well have been observed: other values in place of the observed ones, at the same times; what is missing
   * stays missing. To few series of which there is no more, a model may learn from such ones besides (a parametric bootstrap:
   * Efron and Tibshirani, 1993). The values depend on the seed and the series' id only.
   *
   * @param seed an integer from 0 to 2³² − 1
   */
  simulate(series: TimeSeries, seed: number): TimeSeries
}

/**
 * The smoother of a vector autoregression: what the calendar knows (`fitHarmonics`) is taken out of every channel; what is left
 * follows, at each step, from all channels at the step before (of more than sixteen from those that change with it), and is observed
 * with noise. The parameters are fitted by
 * maximum likelihood, and a gap gets its mean given everything observed before and after, in all channels.
 *
 * Each series has parameters of its own where it is long enough. Times may be irregular: see `stepSizeOf`.
 */
export const kalman: Smoother = {
  name: 'kalman',
  label: 'Kalman smoother',
  fit(training) {
    for (const one of training) checkSeries(one, { channels: training[0]!.channels.length })
    const fitted = fitAll(training.map(onGrid))
    function fill(series: TimeSeries) {
      checkSeries(series, { channels: training[0]!.channels.length })
      const grid = onGrid(series)
      const { scale, step, model } = fitted(series)
      const observed = { steps: stepsBetween(timesOf(grid), step), values: toResiduals(grid, scale) }
      return fillRows(grid, fromResiduals(grid, smoothBlockMeans(model, observed), scale))
    }
    function fillWithDeviations(series: TimeSeries) {
      checkSeries(series, { channels: training[0]!.channels.length })
      const grid = onGrid(series)
      const { means, deviations } = fillGrid(grid, fitted(series))
      const filled = fillRows(grid, means)
      return {
        filled,
        deviations: deviations.map((column, channel) =>
          column.map((deviation, row) => (Number.isNaN(grid.channels[channel]!.values[row]!) ? deviation : 0)),
        ),
      }
    }
    function simulate(series: TimeSeries, seed: number) {
      readOption('simulate', 'seed', seedOption, seed)
      checkSeries(series, { channels: training[0]!.channels.length })
      const grid = onGrid(series)
      const { scale, step, model } = fitted(series)
      const random = createRandom(seed, 'simulate', series.id)
      const values = fromResiduals(grid, simulateBlocks(model, stepsBetween(timesOf(grid), step), random), scale)
      return withChannels(
        grid,
        grid.channels.map((channel, index) => ({
          ...channel,
          values: channel.values.map((value, row) => (Number.isNaN(value) ? value : values[index]![row]!)),
        })),
      )
    }
    return { fill, fillWithDeviations, simulate }
  },
  work(series) {
    const size = series[0]?.channels.length ?? 0
    return series.reduce((sum, { channels }) => sum + (channels[0]?.times.length ?? 0), 0) * workOfMeans(size)
  },
}

/** What a series is filled by. */
interface Fitted {
  readonly scale: ResidualScale
  readonly step: StepSize
  readonly model: BlockModels
}

function fitAll(training: readonly TimeSeries[]): (series: TimeSeries) => Fitted {
  let pooled: Fitted | undefined
  const long = training.length > 1 ? training.filter((one) => isLong([one])) : []
  const scales = new Map(long.map((one) => [one.id, fitResiduals([one])]))
  const own =
    long.length <= MOST_OWN
      ? new Map(long.map((one) => [one.id, fitTogether([one], ({ id }) => scales.get(id)!)]))
      : ownScales(long, scales)
  return ({ id }) => {
    // Perhaps nobody needs what all have in common.
    pooled ??= own.has(id) ? undefined : fitPooled(training)
    return own.get(id) ?? pooled!
  }
}

function fitPooled(training: readonly TimeSeries[]): Fitted {
  const scale = fitResiduals(training)
  return fitTogether(training, () => scale)
}

function ownScales(long: readonly TimeSeries[], scales: ReadonlyMap<string, ResidualScale>): Map<string, Fitted> {
  const shared = fitTogether(long, ({ id }) => scales.get(id)!)
  return new Map(long.map(({ id }) => [id, { ...shared, scale: scales.get(id)! }]))
}

function fitTogether(training: readonly TimeSeries[], scaleOf: (series: TimeSeries) => ResidualScale): Fitted {
  const size = training[0]!.channels.length
  const step = stepSizeOf(training.map(timesOf))
  const scales = new Map<string, ResidualScale>()
  const observed = training.map((one) => {
    const scale = scales.get(one.id) ?? scaleOf(one)
    scales.set(one.id, scale)
    return { steps: stepsBetween(timesOf(one), step), values: toResiduals(one, scale) }
  })
  const pieces = observed.flatMap((one) => oneStepApart(one, size))
  return { scale: scaleOf(training[0]!), step, model: fitBlockModels(pieces, size) }
}

function timesOf({ channels }: TimeSeries): Float64Array {
  return channels[0]!.times
}

/** Multiplications of `smoothBlockMeans` in one row, about. */
function workOfMeans(size: number): number {
  const width = mostTogether(size)
  return Math.ceil(size / Math.max(1, width)) * (4 * width ** 3 + 20 * width ** 2 + 200)
}

/** `[channel][row]`, of every row: the mean and the standard deviation of a value there. */
function fillGrid(grid: TimeSeries, { scale, step, model }: Fitted) {
  const { size } = model
  const observed = { steps: stepsBetween(timesOf(grid), step), values: toResiduals(grid, scale) }
  const { means, variances } = smoothBlocks(model, observed)
  const deviations = grid.channels.map(({ values }, channel) =>
    Float64Array.from(
      values,
      (_, row) => scale.channels[channel]!.spread * Math.sqrt(variances[row * size + channel]!),
    ),
  )
  return { means: fromResiduals(grid, means, scale), deviations }
}
