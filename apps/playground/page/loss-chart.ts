import { element } from './elements.ts'
import { axis, colour, plotIn } from './plot.ts'

/** Steps that the thick line is the mean of. */
const WINDOW = 25

/** The loss by step, drawn once a frame at most. */
export class LossChart {
  readonly #steps: number[] = []
  readonly #losses: number[] = []
  readonly #smooth: number[] = []
  readonly #drawn: ReturnType<typeof plotIn>
  #frame: number | null = null

  constructor(steps: number) {
    const options = {
      legend: { show: false },
      cursor: { show: false },
      scales: { x: { time: false, range: [0, steps] as [number, number] }, y: {} },
      axes: [axis({ size: 28 }), axis({ size: 52, label: 'loss', labelSize: 18 })],
      series: [
        {},
        { stroke: () => colour('line'), width: 1, points: { show: false } },
        { stroke: () => colour('accent'), width: 2, points: { show: false } },
      ],
    }
    this.#drawn = plotIn(element('loss'), options, [[], [], []])
  }

  add(step: number, loss: number): void {
    this.#steps.push(step)
    this.#losses.push(loss)
    const recent = this.#losses.slice(-WINDOW)
    this.#smooth.push(recent.reduce((sum, one) => sum + one, 0) / recent.length)
    this.#frame ??= requestAnimationFrame(() => {
      this.#frame = null
      this.#drawn.plot.setData([this.#steps, this.#losses, this.#smooth])
    })
  }

  remove(): void {
    if (this.#frame !== null) cancelAnimationFrame(this.#frame)
    this.#drawn.remove()
  }
}
