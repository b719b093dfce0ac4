import type { ChartSection, ChartSeries, Section } from './report.ts'
import { smooth } from './smooth.ts'

/**
 * One event of a training run, as `logTo` of `@romae/trainer` writes it and its `readMetrics` reads it. Read are `loss`,
 * `gradientNorm` and `learningRate` of type `step`, and the numbers in `metrics` of type `evaluation`; of several modalities `losses` of
 * a step, and `losses` and `hiddenLosses` in `metrics`, by their names.
 */
export interface TrainingLogEvent {
  readonly type: string
  readonly step: number
  readonly [field: string]: unknown
}

/** What the sections are called. */
export interface TrainingSectionsOptions {
  /** Begins each heading, where a report has more than one run: `Pre-training`. */
  readonly name?: string
  /** What the loss is. */
  readonly lossLabel?: string
}

/** What measures are called, whose fields say it in short. */
const measureNames: ReadonlyMap<string, string> = new Map([
  ['macroF1', 'macro F1'],
  ['weightedF1', 'weighted F1'],
  ['mse', 'MSE'],
  ['rmse', 'RMSE'],
  ['mae', 'MAE'],
])

/** The largest of losses in parts of the smallest from which on their axis is logarithmic. */
const WIDE = 5

/** More points than this only make the page slow. */
const MOST_POINTS = 2000

/** The curves of a training run: loss, learning rate, gradient norm, and the numbers of its evaluations. */
export function trainingSections(
  events: readonly TrainingLogEvent[],
  { name, lossLabel = 'loss' }: TrainingSectionsOptions = {},
): Section[] {
  const heading = (what: string) => (name === undefined ? upperFirst(what) : `${name}: ${what}`)
  const steps = events.filter(({ type }) => type === 'step').map((event) => ({ step: event.step, numbers: event }))
  if (steps.length === 0) return []
  const evaluations = events
    .filter(({ type }) => type === 'evaluation')
    .map(({ step, metrics }) => ({ step, numbers: (metrics ?? {}) as Numbers }))
  const losses = steps.map(({ numbers }) => numbers.loss as number)
  const evaluated = curve('evaluation', evaluations, 'loss', 'line-and-points')
  const isLog = isWide([...losses, ...evaluated.y])
  const measures = Object.keys(evaluations[0]?.numbers ?? {}).filter((field) => isMeasure(evaluations, field))
  return [
    chart(heading('loss'), { label: lossLabel, scale: isLog ? 'log' : 'linear' }, [
      curve('each step', steps, 'loss', 'points'),
      {
        ...curve('moving average', steps, 'loss'),
        y: thin(movingAverage(losses, isLog)),
      },
      ...(evaluated.x.length > 0 ? [evaluated] : []),
    ]),
    ...modalityCharts(steps, evaluations, lossLabel).map(({ heading: own, ...rest }) =>
      half({ ...rest, heading: heading(own) }),
    ),
    ...measures.map((field) => {
      const label = measureNames.get(field) ?? field
      return half(chart(heading(label), { label }, [curve('evaluation', evaluations, field, 'line-and-points')]))
    }),
    half(chart(heading('learning rate'), { label: 'learning rate' }, [curve('learning rate', steps, 'learningRate')])),
    half(
      chart(heading('gradient norm'), { label: 'norm before clipping', scale: 'log' }, [
        curve('gradient norm', steps, 'gradientNorm'),
      ]),
    ),
  ]
}

/** The loss of each of several modalities, of those steps that mask something of it, and of evaluations. */
function modalityCharts(
  steps: readonly Point[],
  evaluations: readonly Point[],
  label: string,
): (ChartSection & { readonly heading: string })[] {
  const of = (points: readonly Point[], field: string, name: string): Point[] =>
    points.flatMap(({ step, numbers }) => {
      const losses = numbers[field]
      const isThere = typeof losses === 'object' && losses !== null && Object.hasOwn(losses, name)
      return isThere ? [{ step, numbers: { loss: (losses as Numbers)[name] } }] : []
    })
  const names = new Set(steps.flatMap(({ numbers }) => Object.keys((numbers.losses ?? {}) as Numbers)))
  return [...names].sort().map((name) => {
    const own = of(steps, 'losses', name)
    const points = curve('each step', own, 'loss', 'points')
    const evaluated = [
      curve('evaluation', of(evaluations, 'losses', name), 'loss', 'line-and-points'),
      curve('evaluation, hidden as a whole', of(evaluations, 'hiddenLosses', name), 'loss', 'line-and-points'),
    ].filter(({ x }) => x.length > 0)
    const losses = own.map(({ numbers }) => numbers.loss as number)
    const isLog = isWide([...losses, ...evaluated.flatMap(({ y }) => y)])
    const average = { ...curve('moving average', own, 'loss'), y: thin(movingAverage(losses, isLog)) }
    const series = [points, average, ...evaluated]
    return {
      ...chart(`loss of ${name}`, { label, scale: isLog ? 'log' : 'linear' }, series),
      heading: `loss of ${name}`,
    }
  })
}

/** Over a twentieth of the steps. */
function movingAverage(losses: readonly number[], isLog: boolean): number[] {
  const memory = Math.max(2, Math.min(100, Math.round(losses.length / 20)))
  return isLog ? geometricMean(losses, memory) : smooth(losses, memory)
}

/** Whether positive numbers span so much that a linear axis would show the largest alone; a logarithmic one needs as much for its lines. */
function isWide(values: readonly number[]): boolean {
  const least = values.reduce((before, value) => Math.min(before, value), Infinity)
  const most = values.reduce((before, value) => Math.max(before, value), -Infinity)
  return least > 0 && most / least >= WIDE
}

/** On a logarithmic scale an average of the losses themselves would ride above its points. */
function geometricMean(losses: readonly number[], memory: number): number[] {
  return smooth(losses.map(Math.log), memory).map(Math.exp)
}

/** Fields by name, some of them numbers: an evaluation's may have any names. */
type Numbers = Readonly<Record<string, unknown>>

interface Point {
  readonly step: number
  readonly numbers: Numbers
}

/** Numbers of evaluations that are not drawn elsewhere. */
function isMeasure(evaluations: readonly Point[], field: string): boolean {
  return field !== 'loss' && evaluations.every(({ numbers }) => typeof numbers[field] === 'number')
}

function curve(label: string, points: readonly Point[], field: string, style?: ChartSeries['style']) {
  const drawn = thin(points.filter(({ numbers }) => typeof numbers[field] === 'number'))
  const x = drawn.map(({ step }) => step)
  const y = drawn.map(({ numbers }) => numbers[field] as number)
  return { label, x, y, ...(style !== undefined && { style }) }
}

function chart(heading: string, y: ChartSection['y'], series: readonly ChartSeries[]): ChartSection {
  return { kind: 'chart', heading, x: { label: 'step' }, y, series }
}

function half(section: ChartSection): ChartSection {
  return { ...section, width: 'half', height: 200 }
}

/** At most `MOST_POINTS` of them, evenly spread, the last among them. */
function thin<Item>(items: readonly Item[]): Item[] {
  const stride = Math.ceil(items.length / MOST_POINTS)
  return items.filter((_, index) => (items.length - 1 - index) % stride === 0)
}

function upperFirst(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
