import { createRandom, type Random } from '@romae/core'

/** What is done to a stretch of values, and how long it is. */
interface Kind {
  readonly name: string
  readonly length: number
  apply(values: Float64Array, from: number, scale: number, random: Random): void
}

const sign = (random: Random) => (random.uniform() < 0.5 ? -1 : 1)

/** What goes wrong with instruments. `scale` is the channel's standard deviation. */
export const kinds: readonly Kind[] = [
  {
    name: 'spike: one value off by 2.5 deviations',
    length: 1,
    apply(values, from, scale, random) {
      values[from]! += 2.5 * scale * sign(random)
    },
  },
  {
    name: 'shift: 7 values off by 1.5 deviations',
    length: 7,
    apply(values, from, scale, random) {
      const by = 1.5 * scale * sign(random)
      for (let at = from; at < from + 7; at++) values[at]! += by
    },
  },
  {
    name: 'stuck: 10 values as the one before',
    length: 10,
    apply(values, from) {
      values.fill(values[from - 1]!, from, from + 10)
    },
  },
  {
    name: 'noise: 7 values with a deviation more of noise',
    length: 7,
    apply(values, from, scale, random) {
      for (let at = from; at < from + 7; at++) values[at]! += scale * random.normal()
    },
  },
]

/** Values between two anomalies of a channel, at least, and to both ends. */
const APART = 15

/**
 * Two anomalies of each kind in every channel, in an order and at places that are drawn.
 *
 * @param values `[channel][time]`; they are left as they are
 * @param normal `[channel][time]`, for the deviations
 */
export function injectAnomalies(
  values: readonly Float64Array[],
  normal: readonly Float64Array[],
  seed: number,
): { readonly values: Float64Array[]; readonly labels: Uint8Array[] } {
  const labels = values.map(({ length }) => new Uint8Array(length))
  const spoiled = values.map((given, channel) => {
    const random = createRandom(seed, 'anomalies', channel)
    const own = given.slice()
    const order = random.shuffle(Int32Array.from({ length: 2 * kinds.length }, (_, index) => index % kinds.length))
    const slot = Math.floor((own.length - APART) / order.length)
    for (const [index, which] of order.entries()) {
      const kind = kinds[which]!
      const from = APART + index * slot + random.integer(slot - APART - kind.length)
      kind.apply(own, from, deviation(normal[channel]!), random)
      labels[channel]!.fill(1, from, from + kind.length)
    }
    return own
  })
  return { values: spoiled, labels }
}

function deviation(values: Float64Array): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length)
}
