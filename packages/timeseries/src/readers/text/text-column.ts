import type { CellTexts } from '../../series/series.ts'

/** Collects {@link CellTexts}; a column of which the numbers tell all takes no room. */
export class TextColumn {
  #count = 0
  #texts: (string | undefined)[] | undefined

  /** @param text undefined for a cell that is written as its number is */
  add(text: string | undefined): void {
    this.#count += 1
    if (this.#texts === undefined) {
      if (text === undefined) return
      this.#texts = Array<undefined>(this.#count - 1).fill(undefined)
    }
    this.#texts.push(text)
  }

  get all(): CellTexts | undefined {
    return this.#texts
  }
}
