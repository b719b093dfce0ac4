import type uPlot from 'uplot'
import { dateLabels } from './date-labels.ts'
import { element, make, short } from './elements.ts'
import type { Filled, Understood } from './messages.ts'
import { axis, colour, plotIn } from './plot.ts'

const secondsOf: Readonly<Record<string, number>> = {
  days: 86_400,
  hours: 3_600,
  minutes: 60,
  seconds: 1,
  milliseconds: 1e-3,
}
/** Rows that are shown at first. */
const ROWS = 90

/** Lengths of a forecast that are shown before it. */
const LENGTHS_BEFORE = 4

/** One channel of one series: what the file has, and what was filled in or comes next, with its band. */
export class CurveChart {
  readonly #table: Understood
  readonly #isForecast: boolean
  readonly #listening = new AbortController()
  #filled: Filled | null = null
  #drawn: ReturnType<typeof plotIn> | null = null

  constructor(table: Understood, isForecast: boolean) {
    this.#table = table
    this.#isForecast = isForecast
    const channels = element<HTMLSelectElement>('channel')
    const series = element<HTMLSelectElement>('series')
    channels.replaceChildren(...table.channels.map((name, index) => make('option', name, { value: String(index) })))
    series.replaceChildren(...table.series.map(({ id }, index) => make('option', id, { value: String(index) })))
    element('series-label').hidden = table.series.length < 2
    const { signal } = this.#listening
    const withGaps = table.series[0]!.values.findIndex((values) => values.some(Number.isNaN))
    channels.value = String(Math.max(0, withGaps))
    for (const select of [channels, series]) select.addEventListener('change', () => this.#draw(), { signal })
    const move = (id: string, by: (from: number, to: number) => [number, number]) =>
      element(id).addEventListener('click', () => this.#move(by), { signal })
    move('earlier', (from, to) => [from - (to - from) / 2, to - (to - from) / 2])
    move('later', (from, to) => [from + (to - from) / 2, to + (to - from) / 2])
    move('closer', (from, to) => [from + (to - from) / 4, to - (to - from) / 4])
    move('wider', (from, to) => [from - (to - from) / 2, to + (to - from) / 2])
    this.#draw()
  }

  /** Takes what was filled, and keeps the stretch that is shown. */
  update(filled: Filled): void {
    const isFirst = this.#filled === null
    this.#filled = filled
    // Only now is it known how far it goes.
    if (isFirst && this.#isForecast) {
      this.#draw()
      return
    }
    this.#drawn?.plot.setData(this.#data(), false)
    this.#drawn?.plot.redraw()
    this.#describe()
  }

  remove(): void {
    this.#listening.abort()
    this.#drawn?.remove()
  }

  get #place(): readonly [series: number, channel: number] {
    return [Number(element<HTMLSelectElement>('series').value), Number(element<HTMLSelectElement>('channel').value)]
  }

  #draw(): void {
    this.#drawn?.remove()
    const times = this.#times()
    const isDated = this.#scale !== null
    const [from, to] = this.#firstStretch(times)
    const line = (name: string) => ({ stroke: () => colour(name), width: 1.75, spanGaps: false })
    const dots = (name: string) => ({ points: { show: true, size: 4, fill: () => colour(name) } })
    const edge = { stroke: 'transparent', width: 0, points: { show: false } }
    const options = {
      legend: { show: false },
      cursor: { drag: { x: true, y: false }, points: { show: false } },
      tzDate: (seconds: number) => {
        const local = new Date(seconds * 1e3)
        return new Date(local.getTime() + local.getTimezoneOffset() * 60_000)
      },
      scales: { x: { time: isDated, min: from, max: to } },
      axes: [axis({ size: 44, ...(isDated && { values: dateLabels }) }), axis({ size: 56 })],
      series: [{}, edge, edge, { ...line('filled'), ...dots('filled') }, { ...line('observed'), ...dots('observed') }],
      bands: [{ series: [2, 1] as [number, number], fill: () => colour('band') }],
    }
    this.#drawn = plotIn(element('curve'), options as unknown as uPlot.Options, this.#data())
    this.#describe()
  }

  #move(by: (from: number, to: number) => [number, number]): void {
    const plot = this.#drawn?.plot
    if (plot === undefined) return
    const times = this.#times()
    const [first, last] = [times[0] ?? 0, times.at(-1) ?? 1]
    const [min, max] = by(plot.scales.x!.min ?? first, plot.scales.x!.max ?? last)
    const span = Math.min(max - min, last - first || 1)
    const from = Math.min(Math.max(min, first), last - span)
    plot.setScale('x', { min: from, max: from + span })
  }

  get #scale(): number | null {
    return secondsOf[this.#table.timeUnit ?? ''] ?? null
  }

  #times(): number[] {
    const [series] = this.#place
    const scale = this.#scale ?? 1
    const after = this.#filled?.after[series] ?? []
    return Array.from([...this.#table.series[series]!.times, ...after], (time) => time * scale)
  }

  /** Around the longest gap, or the end. */
  #firstStretch(times: readonly number[]): [number, number] {
    const [series, channel] = this.#place
    if (this.#isForecast) {
      const rows = Math.max(ROWS / 2, (LENGTHS_BEFORE + 1) * (this.#filled?.after[series]?.length ?? 0))
      return [times[Math.max(0, times.length - Math.round(rows))] ?? 0, times.at(-1) ?? 1]
    }
    const values = this.#table.series[series]!.values[channel]!
    let [best, length, run] = [0, 0, 0]
    values.forEach((value, row) => {
      run = Number.isNaN(value) ? run + 1 : 0
      if (run > length) [best, length] = [row, run]
    })
    const rows = Math.max(ROWS, 2 * length)
    const first = Math.max(0, Math.min(Math.round(best - length / 2 - rows / 2), values.length - rows))
    return [times[first] ?? 0, times[Math.min(first + rows, times.length - 1)] ?? 1]
  }

  /** What is filled begins and ends at the values that stand beside it. */
  #data(): uPlot.AlignedData {
    const [series, channel] = this.#place
    const missing = new Array(this.#filled?.after[series]?.length ?? 0).fill(Number.NaN)
    const observed = [...this.#table.series[series]!.values[channel]!, ...missing]
    const of = (all: Filled['lower'] | undefined) => all?.[series]?.[channel]
    const { values, lower, upper } = this.#filled ?? { values: null, lower: null, upper: null }
    const isGap = (row: number) => Number.isNaN(observed[row] ?? 0)
    const orNull = (value: number | undefined) => (value === undefined || Number.isNaN(value) ? null : value)
    const column = (own: Float64Array | undefined) =>
      Array.from(observed, (value, row) => {
        if (own === undefined) return null
        if (isGap(row)) return orNull(own[row])
        return isGap(row - 1) || isGap(row + 1) ? orNull(value) : null
      })
    return [this.#times(), column(of(lower)), column(of(upper)), column(of(values)), Array.from(observed, orNull)]
  }

  /** For who does not see it. */
  #describe(): void {
    const [series, channel] = this.#place
    const { values, id } = this.#table.series[series]!
    const gaps = values[channel]!.filter(Number.isNaN).length
    const filled = this.#filled?.values[series]?.[channel]?.filter((_, row) => !Number.isFinite(values[channel]![row]))
    const finite = Array.from(filled ?? []).filter(Number.isFinite)
    const what = `${this.#table.channels[channel]} of ${id}: ${gaps} of ${values[channel]!.length} values are missing`
    const done = this.#isForecast ? 'forecast' : 'filled in'
    const how =
      finite.length === 0
        ? `nothing is ${done} yet`
        : `${finite.length} are ${done}, from ${short(Math.min(...finite))} to ${short(Math.max(...finite))}`
    element('curve').setAttribute('aria-label', `${what}, ${how}`)
  }
}
