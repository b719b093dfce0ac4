import type { TrainingEvent } from '@romae/trainer/node'

/** The share of a run's step time in which the engine waited for data. */
export class IdleShare {
  #waited = 0
  #whole = 0

  observe(event: TrainingEvent): void {
    if (event.type !== 'step') return
    this.#waited += event.waitMilliseconds
    this.#whole += event.milliseconds
  }

  /** E.g. `the engine waited 1.2 % of the time for data`; null before the first step. */
  get text(): string | null {
    if (this.#whole === 0) return null
    return `the engine waited ${((100 * this.#waited) / this.#whole).toFixed(1)} % of the time for data`
  }
}
