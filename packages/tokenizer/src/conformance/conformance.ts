import { errors } from '../errors.ts'
import { type ConformanceOptions, resolveOptions } from './options.ts'
import type { Rule, Violation } from './rule.ts'
import { callRules } from './rules/calls.ts'
import { descriptionRules } from './rules/description.ts'
import { detokenizeRules } from './rules/detokenize.ts'
import { estimateRules } from './rules/estimate.ts'
import { nameRules } from './rules/names.ts'
import { positionOrderRules } from './rules/position-order.ts'
import { positionRules } from './rules/positions.ts'
import { purityRules } from './rules/purity.ts'
import { remakingRules } from './rules/remaking.ts'
import { tokenRules } from './rules/tokens.ts'
import { valueRules } from './rules/values.ts'
import { createSubject } from './subject.ts'

/** One rule of the contract, ready to be run as a test of any runner. */
export interface ConformanceRule {
  /** Stable, e.g. `finite-values`. */
  readonly name: string
  /** What holds if the rule holds, as a sentence. */
  readonly description: string
  /** A rule of severity `warning` never throws: what breaks it goes to the option `onWarning`. */
  readonly severity: 'error' | 'warning'
  /**
   * Resolves if the rule holds. Also resolves if another rule has to hold first and does not: that one reports the
   * fault. The rules may run in any order or alone, but not at the same time: they share the tokenizer.
   *
   * @throws RomaeError `TOKENIZER_CONFORMANCE`, its `fields` naming `rule`, and where they are known `sample`, `token`,
   * `expected` and `got`
   */
  readonly run: () => Promise<void>
}

/** A test runner's function that registers a test, e.g. vitest's or node:test's `test`. */
export type RegisterTest = (name: string, run: () => Promise<void>) => unknown

/** Every rule there is, each after those it needs. */
export const allRules: readonly Rule[] = [
  ...descriptionRules,
  ...nameRules,
  ...callRules,
  ...tokenRules,
  ...purityRules,
  ...remakingRules,
  ...detokenizeRules,
  ...estimateRules,
  ...positionOrderRules,
  ...positionRules,
  ...valueRules,
]

/**
 * The rules that a tokenizer has to follow, each to be run as a test: `for (const rule of tokenizerConformance({...}))
 * test(rule.name, rule.run)`. Rules about what the tokenizer does not have (`detokenize`, `toJSON`, `maxLength`) or
 * what was not given (`emptySamples`, `lossless`) are left out. The samples are copied here, before the first call.
 *
 * @throws RomaeError `TOKENIZER_CONFORMANCE_OPTION` or `TOKENIZER_CONFORMANCE_CLONE`; what a factory throws
 */
export function tokenizerConformance<Sample>(options: ConformanceOptions<Sample>): readonly ConformanceRule[] {
  const subject = createSubject(resolveOptions(options))
  const rules = new Map(allRules.map((rule) => [rule.name, rule]))
  const verdicts = new Map<string, Promise<Violation | undefined>>()

  function verdict(rule: Rule): Promise<Violation | undefined> {
    const known = verdicts.get(rule.name) ?? rule.check(subject)
    verdicts.set(rule.name, known)
    return known
  }

  async function canBeJudged({ needs }: Rule): Promise<boolean> {
    for (const name of needs) {
      const needed = rules.get(name)!
      if (!(await canBeJudged(needed)) || (await verdict(needed)) !== undefined) return false
    }
    return true
  }

  const applicable = allRules.filter(({ applies }) => applies?.(subject) ?? true)
  return applicable.map((rule) => ({
    name: rule.name,
    description: rule.description,
    severity: rule.severity ?? 'error',
    run: async () => {
      if (!(await canBeJudged(rule))) return
      const violation = await verdict(rule)
      if (violation === undefined) return
      const { cause, ...fields } = violation
      const place = { rule: rule.name, tokenizer: subject.tokenizer?.name }
      if (rule.severity !== 'warning') throw errors.TOKENIZER_CONFORMANCE({ ...place, ...fields }, cause)
      subject.onWarning(errors.TOKENIZER_CONFORMANCE_WARNING({ ...place, ...fields }, cause))
    },
  }))
}

/**
 * Registers every rule as a test: `registerConformance(test, { tokenizer, samples })`, under vitest, node:test or any
 * runner whose `test` takes a name and an async function.
 *
 * @throws RomaeError as `tokenizerConformance` does
 */
export function registerConformance<Sample>(test: RegisterTest, options: ConformanceOptions<Sample>): void {
  for (const { name, description, run } of tokenizerConformance(options)) test(`${name}: ${description}`, run)
}
