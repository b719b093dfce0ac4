import { errors } from './errors.ts'
import { applyRule, fillBlocks, type KeepRule } from './fill-blocks.ts'
import { fillBlocksWasm } from './fill-blocks-wasm.ts'
import { threefry2x32 } from './threefry.ts'

/**
 * A stream of random numbers that is a pure function of its seed, its path of names and how many numbers were drawn:
 * `counter` is all of its state. Forked streams are independent of how much was drawn from their parent.
 */
export interface Random {
  /** Words drawn so far; assign it to go to any place of the stream. */
  counter: number
  /** A 32-bit word, as an unsigned integer. */
  bits(): number
  /** As many words as the array holds, the same as so many calls of `bits` give, in a fraction of the time. */
  fill(words: Uint32Array): void
  /**
   * A dropout mask, of one word a number: 0 with the probability `rate`, in [0, 1), else 1 / (1 - rate), so that the
   * expectation is 1.
   */
  fillMask(mask: Float32Array, rate: number): void
  /** Uniform in [0, 1), with 32 random bits. */
  uniform(): number
  /** Standard normal (Box-Muller; two words a number). */
  normal(): number
  /** A uniform integer in [0, limit), without modulo bias; limit from 1 to 2^32. @throws RomaeError `RANDOM_LIMIT` */
  integer(limit: number): number
  /** Shuffles in place (Fisher-Yates) and returns the same array. */
  shuffle<Values extends { length: number; [index: number]: number }>(values: Values): Values
  /** An independent stream, named. */
  fork(name: string | number): Random
}

/**
 * @param seed any safe integer
 * @param path names the use: streams with different names are independent
 * @throws RomaeError `RANDOM_SEED`
 */
export function createRandom(seed: number, ...path: readonly (string | number)[]): Random {
  if (!Number.isSafeInteger(seed)) throw errors.RANDOM_SEED({ got: seed })
  let key: Key = [seed | 0, Math.floor(seed / 2 ** 32) | 0]
  for (const name of path) key = derive(key, name)
  return new CounterRandom(key)
}

type Key = readonly [number, number]

/** Words from which on WebAssembly is faster, its calls and a copy included. */
const worthwhile = 64

class CounterRandom implements Random {
  counter = 0
  readonly #key: Key
  readonly #words = new Uint32Array(2)
  /** Which block of two words `#words` holds. */
  #block = -1

  constructor(key: Key) {
    this.#key = key
  }

  bits(): number {
    const block = Math.floor(this.counter / 2)
    if (block !== this.#block) {
      threefry2x32(this.#key[0], this.#key[1], block | 0, Math.floor(block / 2 ** 32) | 0, this.#words)
      this.#block = block
    }
    return this.#words[this.counter++ % 2]!
  }

  fill(words: Uint32Array): void {
    this.#fill(words, null)
  }

  fillMask(mask: Float32Array, rate: number): void {
    const [kept] = new Uint32Array(Float32Array.of(1 / (1 - rate)).buffer)
    const words = new Uint32Array(mask.buffer, mask.byteOffset, mask.length)
    this.#fill(words, { threshold: Math.round(rate * 2 ** 31), kept: kept! })
  }

  #fill(words: Uint32Array, rule: KeepRule | null): void {
    let place = 0
    if (this.counter % 2 === 1 && words.length > 0) words[place++] = applyRule(this.bits(), rule)
    while (words.length - place > 1) {
      const [low, high] = [(this.counter / 2) >>> 0, Math.floor(this.counter / 2 ** 33) | 0]
      // Up to where the counter's lower half overflows.
      const pairs = Math.min(Math.floor((words.length - place) / 2), 2 ** 32 - low)
      const part = words.subarray(place, place + 2 * pairs)
      const blocks = { key: this.#key, low: low | 0, high }
      if (part.length < worthwhile || !fillBlocksWasm(part, blocks, rule)) fillBlocks(part, blocks, rule)
      place += 2 * pairs
      this.counter += 2 * pairs
    }
    if (place < words.length) words[place] = applyRule(this.bits(), rule)
  }

  uniform(): number {
    return this.bits() / 2 ** 32
  }

  normal(): number {
    const radius = Math.sqrt(-2 * Math.log((this.bits() + 1) / (2 ** 32 + 1)))
    return radius * Math.cos(2 * Math.PI * this.uniform())
  }

  integer(limit: number): number {
    if (!Number.isInteger(limit) || limit < 1 || limit > 2 ** 32) throw errors.RANDOM_LIMIT({ got: limit })
    const unbiased = 2 ** 32 - (2 ** 32 % limit)
    let word = this.bits()
    while (word >= unbiased) word = this.bits()
    return word % limit
  }

  shuffle<Values extends { length: number; [index: number]: number }>(values: Values): Values {
    for (let last = values.length - 1; last > 0; last--) {
      const other = this.integer(last + 1)
      const kept = values[last]!
      values[last] = values[other]!
      values[other] = kept
    }
    return values
  }

  fork(name: string | number): Random {
    return new CounterRandom(derive(this.#key, name))
  }
}

/** The key of a named child: the parent's key, stirred with each character of the name. */
function derive(key: Key, name: string | number): Key {
  const words = new Uint32Array(2)
  const text = `${typeof name}:${name}`
  let [key0, key1] = key
  for (let index = 0; index < text.length; index++) {
    threefry2x32(key0, key1, text.charCodeAt(index), index + 1, words)
    key0 = words[0]! | 0
    key1 = words[1]! | 0
  }
  return [key0, key1]
}
