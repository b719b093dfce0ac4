import { visible } from '@romae/internal/errors'
import type { ChannelForecastErrors, ForecastError } from '@romae/timeseries'
import { seasonalNaive } from '@romae/timeseries/baselines'
import { labelOf, row } from '../impute/result-lines.ts'
import { type ForecastEvaluation, relativeErrors } from './evaluation.ts'
import { shownSteps } from './shown-steps.ts'

/** The errors on the later origins as tables: RMSE by channel and horizon, MAE beside the seasonal naive forecast. */
export function errorLines(channels: readonly string[], evaluation: ForecastEvaluation): readonly string[] {
  const { methods, errors, reporting } = evaluation
  const relative = channels.map((_, channel) => relativeErrors(evaluation, channel))
  return [
    `\nRMSE from ${reporting.origins.length} origins that training did not see, by rows ahead; * is the least`,
    row('channel', 'values', methods.map(labelOf)),
    ...channels.flatMap((channel, index) =>
      channelLines(
        visible(channel),
        errors.map((one) => one[index]!),
      ),
    ),
    ...(methods.includes(seasonalNaive.name)
      ? [
          `\nMAE in parts of that of the seasonal naive forecast`,
          row('channel', '', methods.map(labelOf)),
          ...relative.map((parts, index) => row(visible(channels[index]!), '', markLeast(parts.map((one) => one!)))),
        ]
      : []),
  ]
}

/** What `--best` chose on the earlier origins, and its errors on the later ones, beside those of each method alone. */
export function bestLines(channels: readonly string[], evaluation: ForecastEvaluation): readonly string[] {
  const { methods, errors, choice, ofChoice, choosing, reporting } = evaluation
  const chosen = channels.map((channel, index) => {
    const byMethod = new Map<number, number[]>()
    choice[index]!.forEach(([method], step) => {
      byMethod.set(method!, [...(byMethod.get(method!) ?? []), step + 1])
    })
    const texts = Array.from(byMethod, ([method, ahead]) => {
      return byMethod.size === 1
        ? labelOf(methods[method]!)
        : `${labelOf(methods[method]!)} for rows ${rangesOf(ahead)}`
    })
    return `  ${visible(channel)}: ${texts.join('; ')}`
  })
  return [
    `\n--best, chosen on ${choosing.origins.length} earlier origins:`,
    ...chosen,
    `\nRMSE from the ${reporting.origins.length} later ones`,
    row('channel', 'values', ['best', ...methods.map(labelOf)]),
    ...channels.map((channel, index) =>
      errorRow(
        visible(channel),
        [ofChoice, ...errors].map((one) => one[index]!),
      ),
    ),
  ]
}

function channelLines(name: string, byMethod: readonly ChannelForecastErrors[]): string[] {
  const steps = shownSteps(byMethod[0]!.byHorizon.length)
  return [
    errorRow(name, byMethod),
    ...(steps.length === 1
      ? []
      : steps.map((step) =>
          errorRow(
            `  ${step + 1} ahead`,
            byMethod.map((one) => one.byHorizon[step]!),
          ),
        )),
  ]
}

function errorRow(name: string, byMethod: readonly ForecastError[]): string {
  return row(name, String(byMethod[0]!.count), markLeast(byMethod.map(({ rmse }) => rmse)))
}

function markLeast(values: readonly number[]): string[] {
  const least = Math.min(...values.filter((value) => !Number.isNaN(value)))
  return values.map((value) => `${Number.isNaN(value) ? '-' : value.toPrecision(4)}${value === least ? '*' : ' '}`)
}

/** `1–3, 5` */
function rangesOf(sorted: readonly number[]): string {
  const ranges: [number, number][] = []
  for (const value of sorted) {
    const last = ranges.at(-1)
    if (last !== undefined && last[1] === value - 1) last[1] = value
    else ranges.push([value, value])
  }
  return ranges.map(([from, to]) => (from === to ? String(from) : `${from}–${to}`)).join(', ')
}
