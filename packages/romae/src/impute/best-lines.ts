import { visible } from '@romae/internal/errors'
import type { Evaluation } from './evaluation.ts'
import { GAP_LENGTHS, nameOfLength } from './gap-lengths.ts'
import { errorRow, labelOf, row } from './result-lines.ts'

/** What `--best` chose on one half of the held-out values, and its errors on the other, beside those of each method alone. */
export function bestLines(channels: readonly string[], { methods, best, errors }: Evaluation): readonly string[] {
  const chosen = channels.map((channel, place) => {
    const present = errors[place]!.byGap.map(({ length }) => length)
    const lengths = present.length === 0 ? [0] : present
    const byMethod = new Map<number, string[]>()
    for (const length of lengths) {
      const method = best.choice[place]![length]![0]!
      byMethod.set(method, [...(byMethod.get(method) ?? []), nameOfLength(length)])
    }
    const texts = Array.from(byMethod, ([method, rows]) =>
      byMethod.size === 1 ? labelOf(methods[method]!) : `${labelOf(methods[method]!)} for gaps of ${rows.join(', ')}`,
    )
    return `  ${visible(channel)}: ${texts.join('; ')}`
  })
  return [
    '\n--best, chosen on one half of these values:',
    ...chosen,
    '\nRMSE on the other half',
    row('channel', 'values', ['best', ...methods.map(labelOf)]),
    ...best.errors.map((error, place) => {
      const reordered = [error.errors.at(-1)!, ...error.errors.slice(0, -1)]
      return errorRow(visible(channels[place]!), { ...error, errors: reordered })
    }),
  ]
}

/** The method chosen for each channel and length of gap, as plain data. */
export function chosenMethods(channels: readonly string[], { methods, best }: Evaluation) {
  return channels.flatMap((channel, place) =>
    Array.from({ length: GAP_LENGTHS }, (_, length) => ({
      channel,
      rows: nameOfLength(length),
      method: methods[best.choice[place]![length]![0]!]!,
    })),
  )
}
