/** Numbers that come one by one, held as they are in a typed array: outside of the heap of JavaScript, which has a limit. */
export class NumberList {
  #numbers = new Float64Array(8)
  #length = 0

  /** The same number, so many times. */
  static of(number: number, length: number): NumberList {
    const list = new NumberList()
    for (let index = 0; index < length; index++) list.push(number)
    return list
  }

  get length(): number {
    return this.#length
  }

  /** The last one; NaN where there is none. */
  get last(): number {
    return this.#length === 0 ? Number.NaN : this.#numbers[this.#length - 1]!
  }

  at(index: number): number {
    return index < this.#length ? this.#numbers[index]! : Number.NaN
  }

  push(number: number): void {
    if (this.#length === this.#numbers.length) {
      const more = new Float64Array(2 * this.#length)
      more.set(this.#numbers)
      this.#numbers = more
    }
    this.#numbers[this.#length] = number
    this.#length += 1
  }

  /** All of them, in an array of their number. */
  toArray(): Float64Array<ArrayBuffer> {
    return this.#numbers.slice(0, this.#length)
  }
}
