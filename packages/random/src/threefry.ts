/** The rotation of each round, repeated every eight: Salmon et al. 2011, table 3 (N = 2, W = 32). */
const ROTATIONS = [13, 15, 26, 6, 17, 29, 16, 24] as const
const ROUNDS = 20
/** Keeps a zero key from giving zero sub-keys (Threefish's parity constant, 32-bit). */
const PARITY = 0x1bd11bda

/** Two unsigned 32-bit words. */
export type Words = readonly [number, number]

/**
 * Threefry-2x32 with 20 rounds: a keyed permutation of a 64-bit counter that passes for random.
 *
 * A counter-based generator has no state to carry along: the i-th number of a stream is `threefry(key, [i, 0])`, so
 * that independent streams need only different keys. It needs nothing but 32-bit additions, rotations and xor, hence
 * gives the same numbers on every machine.
 *
 * Source: Salmon, Moraes, Dror and Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC 2011, section 4.2.
 */
export function threefry(key: Words, counter: Words): Words {
  const subkeys = [key[0], key[1], PARITY ^ key[0] ^ key[1]]
  let x = (counter[0] + subkeys[0]!) | 0
  let y = (counter[1] + subkeys[1]!) | 0
  for (let round = 0; round < ROUNDS; round++) {
    const rotation = ROTATIONS[round % ROTATIONS.length]!
    x = (x + y) | 0
    y = ((y << rotation) | (y >>> (32 - rotation))) ^ x
    if (round % 4 === 3) {
      const injection = (round + 1) / 4
      x = (x + subkeys[injection % 3]!) | 0
      y = (y + subkeys[(injection + 1) % 3]! + injection) | 0
    }
  }
  return [x >>> 0, y >>> 0]
}
