import { createRandom, type Random } from '@romae/internal/random'

/** What sizes, counts and markers are made of. */
const TELLING: readonly (readonly number[])[] = [
  [0],
  [0xff],
  [0x7f],
  [0, 0, 0, 0],
  [0xff, 0xff, 0xff, 0xff],
  [0x7f, 0xff, 0xff, 0xff],
  [0xff, 0xff, 0xff, 0x7f],
  [0x80, 0, 0, 0],
  [0, 0, 0, 1],
  [0xff, 0xd8],
  [0xff, 0xd9],
  [0xff, 0xda],
]
const HEADER = 64

/**
 * A damaged copy: one to five places overwritten, removed, repeated or filled in, half of them in the header; one in ten
 * copies is cut off. The same seed and number give the same copy.
 */
export function mutate(bytes: Uint8Array, seed: number, number: number): Uint8Array {
  const random = createRandom(seed, 'mutation', number)
  let current = bytes
  for (let edits = 1 + random.integer(5); edits > 0; edits--) current = edit(current, random)
  return random.uniform() < 0.1 ? current.subarray(0, random.integer(current.length + 1)) : current
}

function edit(bytes: Uint8Array, random: Random): Uint8Array {
  const range = random.uniform() < 0.5 ? Math.min(HEADER, bytes.length) : bytes.length
  const at = random.integer(range + 1)
  const length = 1 + random.integer(8)
  const kind = random.uniform()
  if (kind < 0.35) return spliced(bytes, at, length, noise(random, length))
  if (kind < 0.7) {
    const telling = TELLING[random.integer(TELLING.length)]!
    return spliced(bytes, at, telling.length, telling)
  }
  if (kind < 0.8) return flipped(bytes, at, random.integer(8))
  if (kind < 0.87) return spliced(bytes, at, 0, noise(random, length))
  if (kind < 0.94) return spliced(bytes, at, length, [])
  // A stretch repeated: chunks, frames and tables that come twice.
  return spliced(bytes, at, 0, bytes.subarray(at, at + 1 + random.integer(64)))
}

/** `removed` bytes from `at` on replaced by others. */
function spliced(bytes: Uint8Array, at: number, removed: number, inserted: ArrayLike<number>): Uint8Array {
  const end = Math.min(bytes.length, at + removed)
  const result = new Uint8Array(at + inserted.length + bytes.length - end)
  result.set(bytes.subarray(0, at))
  result.set(inserted, at)
  result.set(bytes.subarray(end), at + inserted.length)
  return result
}

function flipped(bytes: Uint8Array, at: number, bit: number): Uint8Array {
  const result = bytes.slice()
  if (at < result.length) result[at]! ^= 1 << bit
  return result
}

function noise(random: Random, length: number): number[] {
  return Array.from({ length }, () => random.integer(256))
}
