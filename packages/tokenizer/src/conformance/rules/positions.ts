import { checkTokenChannels } from '../../check-tokens.ts'
import type { Tokens } from '../../tokenizer.ts'
import { firstViolation, type Rule, type Violation, violationOf } from '../rule.ts'

const needs = ['deterministic', 'positions-count', 'finite-positions']

/** What positions are worth to a model, as far as that shows in the tokens alone. */
export const positionRules: readonly Rule[] = [
  {
    name: 'channel-positions',
    description: 'where channels are named, positions on their axis are indices of them',
    needs,
    applies: ({ tokenizer }) => tokenizer?.channels?.axis !== undefined,
    check: async ({ tokenizer, firstTokens }) =>
      firstViolation(await firstTokens(), (tokens, sample) =>
        violationOf(() => checkTokenChannels(tokens, tokenizer, {}), sample),
      ),
  },
  {
    name: 'positions-resolution',
    description: 'neighbouring positions are many steps of float32 apart',
    needs,
    check: async ({ tokenizer, firstTokens }) => {
      const samples = await firstTokens()
      for (const [axis, name] of tokenizer.axes.entries()) {
        const violation = unresolved(samples, axis, tokenizer.axes.length, name)
        if (violation !== undefined) return violation
      }
      return undefined
    },
  },
  {
    name: 'positions-differ',
    severity: 'warning',
    description: 'the tokens of a sample do not all stand at one place',
    needs,
    applies: ({ tokenizer }) => tokenizer?.unordered !== true,
    check: async ({ tokenizer, firstTokens }) => {
      const samples = (await firstTokens()).filter(({ length }) => length > 1)
      const axes = tokenizer.axes.length
      if (
        samples.length === 0 ||
        samples.some(({ positions }) => positions.some((at, i) => at !== positions[i % axes]))
      )
        return undefined
      const problem = 'all tokens of each sample have the same position: a model cannot tell their order'
      return {
        problem: `${problem}; give positions that differ, or say unordered: true`,
        got: samples[0]!.positions[0],
      }
    },
  },
  {
    name: 'positions-scale',
    severity: 'warning',
    description: 'positions are numbers that a rotation by their angle can tell apart',
    // Where the distances are lost already, that is what to mend.
    needs: [...needs, 'positions-resolution'],
    check: async ({ firstTokens, tokenizer }) =>
      firstViolation(await firstTokens(), ({ positions }) => {
        const index = positions.findIndex((position) => Math.abs(position) > LARGE)
        if (index === -1) return undefined
        const axes = tokenizer.axes.length
        const problem = `a position on the axis ${tokenizer.axes[index % axes]} is ${positions[index]}; above ${LARGE}, float32 angles are off by .01 and more`
        return {
          problem: `${problem}; subtract an origin or take a larger unit`,
          token: Math.floor(index / axes),
          got: positions[index],
        }
      }),
  },
]

/** Where neighbouring float32 numbers are 2^-7 apart, as an angle about half a degree. */
const LARGE = 2 ** 16

/** The fewest steps of float32 between neighbours that leave a distance right to half a percent. */
const FEWEST_STEPS = 128

/** Where an origin far away, not the data's own extent, costs the digits: epoch milliseconds, map coordinates in metres. */
const FAR_AWAY = 100

function unresolved(samples: readonly Tokens[], axis: number, axes: number, name: string): Violation | undefined {
  const gaps: number[] = []
  let [least, most] = [Infinity, -Infinity]
  for (const { positions } of samples) {
    const along = positions.filter((_, index) => index % axes === axis).sort() // a typed array sorts by number
    for (let index = 1; index < along.length; index++) {
      if (along[index] !== along[index - 1]) gaps.push(along[index]! - along[index - 1]!)
    }
    least = Math.min(least, along[0]!)
    most = Math.max(most, along.at(-1)!)
  }
  if (gaps.length === 0) return undefined
  const gap = gaps.sort((a, b) => a - b)[gaps.length >> 1]!
  const largest = Math.max(Math.abs(least), Math.abs(most))
  const step = 2 ** (Math.floor(Math.log2(largest)) - 23)
  if (gap >= FEWEST_STEPS * step || largest < FAR_AWAY * (most - least)) return undefined
  const problem =
    `on the axis ${name}, neighbours are ${gap} apart (median), ${(gap / step).toFixed(0)} steps of float32 at ${largest}; ` +
    `subtract an origin before positions are rounded to float32`
  return { problem, expected: FEWEST_STEPS * step, got: gap }
}
