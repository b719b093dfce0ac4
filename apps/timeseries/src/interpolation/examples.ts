import type { ChartSection, ChartSeries } from '@romae/report'
import type { Curves } from './curves.ts'
import type { CurveError } from './measure.ts'

/** One of the curves that are shown. */
export interface Example {
  /** Its index. */
  readonly curve: number
  readonly heading: string
}

/** How many curves a report shows. */
const SHOWN = 4

/** The first curves of so many, numbered. */
export function firstExamples(name: string, count: number): Example[] {
  return Array.from({ length: Math.min(SHOWN, count) }, (_, curve) => ({ curve, heading: `${name} ${curve + 1}` }))
}

/** Curves as charts: without noise, what was seen of them, and what the model predicts for the rest. */
export function exampleCharts(
  curves: Curves,
  errors: readonly CurveError[],
  shown: readonly Example[],
  labels: { readonly x: string; readonly y: string },
): ChartSection[] {
  return shown.map(({ curve, heading }) => ({
    kind: 'chart',
    heading,
    width: 'half',
    height: 240,
    x: { label: labels.x },
    y: { label: labels.y },
    series: exampleSeries(curves, errors[curve]!, curve),
  }))
}

/** A curve of one number over time; a curve of two in their plane. */
function exampleSeries(
  { length, times, clean, noisy, mask }: Curves,
  { predicted }: CurveError,
  curve: number,
): ChartSeries[] {
  const channels = predicted.length
  const own = (values: Float32Array, channel: number) =>
    Array.from({ length }, (_, point) => values[(curve * length + point) * channels + channel]!)
  const isPlane = channels === 2
  const axes = (of: (channel: number) => ArrayLike<number>) =>
    isPlane ? { x: of(0), y: of(1) } : { x: times, y: of(0) }
  const points = (of: (channel: number) => ArrayLike<number>, hidden: 0 | 1) => {
    const { x, y } = axes(of)
    const kept = [...mask.subarray(curve * length, (curve + 1) * length).keys()].filter(
      (point) => mask[curve * length + point] === hidden,
    )
    return { x: kept.map((point) => x[point]!), y: kept.map((point) => y[point]!), style: 'points' as const }
  }
  return [
    { label: 'without noise', ...axes((channel) => own(clean, channel)), style: isPlane ? 'points' : 'dashed' },
    { label: 'seen', ...points((channel) => own(noisy, channel), 0) },
    { label: 'predicted', ...points((channel) => predicted[channel]!, 1) },
  ]
}
