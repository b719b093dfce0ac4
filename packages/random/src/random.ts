import { threefry, type Words } from './threefry.ts'

/** A stream of random numbers: a pure function of its seed, its path of names, and how many numbers were drawn. */
export interface Random {
  /** A 32-bit word, as an unsigned integer. */
  bits(): number
  /** Uniform in [0, 1), with 32 random bits. */
  uniform(): number
  /** A uniform integer in [0, limit), without modulo bias. `limit` is an integer from 1 to 2³². */
  integer(limit: number): number
}

/**
 * A stream of its own for each seed and path.
 *
 * @param seed any safe integer; whoever takes it from a user checks it
 * @param path names the use: streams with different names are independent
 */
export function createRandom(seed: number, ...path: readonly (string | number)[]): Random {
  let key: Words = [seed | 0, Math.floor(seed / 2 ** 32) | 0]
  for (const name of path) key = derive(key, name)
  let counter = 0
  let words: Words = [0, 0]

  function bits(): number {
    // A block gives two words.
    if (counter % 2 === 0) {
      const block = counter / 2
      words = threefry(key, [block | 0, Math.floor(block / 2 ** 32) | 0])
    }
    return words[counter++ % 2]!
  }

  function integer(limit: number): number {
    const unbiased = 2 ** 32 - (2 ** 32 % limit)
    let word = bits()
    while (word >= unbiased) word = bits()
    return word % limit
  }

  return { bits, uniform: () => bits() / 2 ** 32, integer }
}

/** The key of a named child: the parent's key, stirred with each character of the name. */
function derive(key: Words, name: string | number): Words {
  const text = `${typeof name}:${name}`
  let child = key
  for (let index = 0; index < text.length; index++) child = threefry(child, [text.charCodeAt(index), index + 1])
  return child
}
