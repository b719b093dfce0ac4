import { dayMonthLayouts } from '../readers/time/compact-date.ts'
import type { Moment } from '../readers/time/moment.ts'
import type { TimeLayout } from '../readers/time/time-layout.ts'
import type { TimeSeries } from '../series/series.ts'
import { firstIndexFrom } from '../series/slice-time.ts'

/** The texts that times of a series had in its file, by time. */
export class Stamps {
  /** Undefined for a time that is written as its number is. */
  readonly #texts = new Map<number, string | undefined>()
  /** Those that have texts, once they are needed. */
  #sorted: Float64Array | undefined

  constructor({ channels }: TimeSeries) {
    const done = new Set<unknown>()
    for (const { times, text } of channels) {
      const stamps = text?.times
      // The channels of a grid share theirs.
      if (stamps === undefined || done.has(stamps)) continue
      done.add(stamps)
      times.forEach((time, index) => {
        const stamp = stamps[index]
        if (stamp !== null && this.#texts.get(time) === undefined) this.#texts.set(time, stamp)
      })
    }
  }

  get hasTexts(): boolean {
    return this.#texts.size > 0
  }

  /** Whether the file has this time. */
  has(time: number): boolean {
    return this.#texts.has(time)
  }

  at(time: number): string | undefined {
    return this.#texts.get(time)
  }

  /** Of the time before, or else after; of none where there is no text. */
  nearest(time: number): string | undefined {
    if (!this.hasTexts) return undefined
    const withTexts = () => [...this.#texts].flatMap(([time, text]) => (text === undefined ? [] : time))
    this.#sorted ??= Float64Array.from(withTexts()).sort()
    if (this.#sorted.length === 0) return undefined
    const next = firstIndexFrom(this.#sorted, time)
    return this.#texts.get(this.#sorted[Math.max(0, next - 1)]!)
  }

  /**
   * The layout of dates of digits whose day and month could be told from a text alone only by luck: the one in which a text means its
   * time, and no other does. Null without such a text.
   *
   * @param timeOf a date as a time of the series
   */
  layoutOf(timeOf: (date: Moment) => number): TimeLayout | null {
    for (const [time, text] of this.#texts) {
      if (text === undefined) continue
      const fitting = dayMonthLayouts(text).filter((layout) => timeOf(layout.read(text)!) === time)
      if (fitting.length === 1) return fitting[0]!
    }
    return null
  }
}
