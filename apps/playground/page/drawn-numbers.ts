/** Numbers from 0 to 1 that are drawn at random, always the same for a seed: samples are the same in every visit. */
export function drawn(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}
