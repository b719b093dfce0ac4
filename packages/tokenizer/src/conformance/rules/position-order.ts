import { mean } from '@romae/internal/statistics'
import type { Tokens } from '../../tokenizer.ts'
import { firstDifference } from '../difference.ts'
import { firstViolation, type Rule, type Violation } from '../rule.ts'
import type { Subject } from '../subject.ts'
import { copyTokens } from '../token-difference.ts'

const needs = ['deterministic', 'values-count', 'positions-count', 'finite-positions']

/** Positions are `[length, axes]`; read the other way around they have the right count, too. */
export const positionOrderRules: readonly Rule[] = [
  {
    name: 'positions-order',
    description: 'positions are one token after the other, not one axis after the other',
    needs: [...needs, 'accepts-tokens'],
    applies: ({ tokenizer, hasMethod }) => hasMethod('detokenize') && hasAxes(tokenizer),
    check: async (subject) => firstViolation(await subject.firstTokens(), (tokens) => axisMajor(subject, tokens)),
  },
  {
    name: 'positions-blocks',
    severity: 'warning',
    description: 'the coordinates of an axis have more in common than neighbours in the array',
    needs,
    applies: ({ tokenizer, hasMethod }) => !hasMethod('detokenize') && hasAxes(tokenizer),
    check: async ({ tokenizer, firstTokens }) => {
      const axes = tokenizer.axes.length
      const samples = (await firstTokens()).filter(({ length }) => length > 2)
      const looksAxisMajor = samples.every((tokens) => {
        const [byAxis, byBlock] = [
          explained(tokens, (i) => i % axes),
          explained(tokens, (i) => Math.floor(i / tokens.length)),
        ]
        // A steady rise through the whole array would explain 1 - 1 / axes².
        return byBlock > 1 - 1 / (4 * axes ** 2) && byAxis < 0.5
      })
      if (samples.length === 0 || !looksAxisMajor) return undefined
      const problem =
        'positions look as if one axis stood after the other; they are one token after the other, [length, axes]'
      return { problem, expected: '[length, axes]', got: '[axes, length]' }
    },
  },
]

function hasAxes(tokenizer: Subject['tokenizer'] | undefined): boolean {
  return Array.isArray(tokenizer?.axes) && tokenizer.axes.length > 1
}

/**
 * Found by what `detokenize` makes of single tokens: where it works token by token, the part of a token is that of the whole.
 * If that holds for positions read axis by axis, `[axes, length]`, and not for `[length, axes]`, the former is meant.
 */
async function axisMajor({ tokenizer, detokenize }: Subject, tokens: Tokens): Promise<Violation | undefined> {
  const { length } = tokens
  const [axes, { tokenSize }] = [tokenizer.axes.length, tokenizer]
  if (length < 2) return undefined
  const whole = await detokenize(copyTokens(tokens))
  if (whole.status !== 'returned') return undefined
  const holds = async (at: (token: number, axis: number) => number) => {
    for (let token = 0; token < length; token++) {
      const values = tokens.values.slice(token * tokenSize, (token + 1) * tokenSize)
      const positions = Float32Array.from({ length: axes }, (_, axis) => tokens.positions[at(token, axis)]!)
      const part = await detokenize({ values, positions, length: 1 })
      if (part.status !== 'returned') return false
      if (firstDifference(elementOf(whole.value, length, token), part.value, 1e-6) !== undefined) return false
    }
    return true
  }
  if (await holds((token, axis) => token * axes + axis)) return undefined
  if (!(await holds((token, axis) => axis * length + token))) return undefined
  const problem = 'positions are one axis after the other; they have to be one token after the other, [length, axes]'
  return { problem, expected: '[length, axes]', got: '[axes, length]' }
}

/** A sample of `length` elements with one of them left: of every list that long, at any depth. */
function elementOf(sample: unknown, length: number, index: number): unknown {
  if (Array.isArray(sample) || (ArrayBuffer.isView(sample) && !(sample instanceof DataView))) {
    const list = sample as unknown as { length: number; slice(start: number, end: number): unknown }
    if (list.length === length) return list.slice(index, index + 1)
    return Array.isArray(sample) ? sample.map((inner) => elementOf(inner, length, index)) : sample
  }
  if (typeof sample !== 'object' || sample === null || Object.getPrototypeOf(sample) !== Object.prototype) return sample
  return Object.fromEntries(Object.entries(sample).map(([key, inner]) => [key, elementOf(inner, length, index)]))
}

/** The part of the variance of positions that lies between groups. */
function explained({ positions }: Tokens, groupOf: (index: number) => number): number {
  const groups = new Map<number, number[]>()
  for (const [index, position] of positions.entries()) {
    const group = groups.get(groupOf(index))
    if (group === undefined) groups.set(groupOf(index), [position])
    else group.push(position)
  }
  const center = mean(positions)
  const total = positions.reduce((sum, position) => sum + (position - center) ** 2, 0)
  const between = [...groups.values()].reduce((sum, group) => sum + group.length * (mean(group) - center) ** 2, 0)
  return total === 0 ? 0 : between / total
}
