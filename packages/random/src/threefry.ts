/** Rotations of Threefry-2x32, by round modulo 8. */
const rotations = [13, 15, 26, 6, 17, 29, 16, 24] as const
/** Keeps the extended key from being all zeros. */
const PARITY = 0x1bd11bda

/**
 * Threefry-2x32 with 20 rounds: 64 random bits as a pure function of a 64-bit key and a 64-bit counter
 * (Salmon et al., "Parallel random numbers: as easy as 1, 2, 3", SC 2011).
 *
 * @param output receives the two 32-bit words
 */
export function threefry2x32(
  key0: number,
  key1: number,
  counter0: number,
  counter1: number,
  output: Uint32Array,
): void {
  const key2 = PARITY ^ key0 ^ key1
  const keys = [key0, key1, key2]
  let x0 = (counter0 + key0) | 0
  let x1 = (counter1 + key1) | 0
  for (let round = 0; round < 20; round++) {
    const shift = rotations[round % 8]!
    x0 = (x0 + x1) | 0
    x1 = ((x1 << shift) | (x1 >>> (32 - shift))) ^ x0
    if (round % 4 === 3) {
      const injection = (round + 1) / 4
      x0 = (x0 + keys[injection % 3]!) | 0
      x1 = (x1 + keys[(injection + 1) % 3]! + injection) | 0
    }
  }
  output[0] = x0
  output[1] = x1
}
