import { bestOf, type MethodErrors } from './comparison.ts'
import type { Evaluation } from './evaluation.ts'

/** The errors on held-out values as plain data, by the names of channels and methods. */
export function resultOf(channels: readonly string[], { methods, errors, best }: Evaluation) {
  const named = ({ count, unfilled, errors: all }: MethodErrors, names: readonly string[]) => ({
    count,
    unfilled,
    errors: Object.fromEntries(names.map((name, index) => [name, all[index]!])),
  })
  const bestName = (all: readonly number[]) => {
    const index = bestOf(all)
    return index === null ? null : methods[index]!
  }
  return errors.map(({ byGap, ...error }, channel) => ({
    channel: channels[channel]!,
    ...named(error, methods),
    best: bestName(error.errors),
    byGap: byGap.map(({ rows, ...ofGap }) => ({ rows, ...named(ofGap, methods), best: bestName(ofGap.errors) })),
    otherHalf: named(best.errors[channel]!, [...methods, 'best']),
  }))
}
