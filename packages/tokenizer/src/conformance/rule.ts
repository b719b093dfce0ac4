import type { Subject } from './subject.ts'

/** A way in which a tokenizer breaks a rule. */
export interface Violation {
  /** What is wrong, and the way out. */
  readonly problem: string
  readonly sample?: number
  readonly token?: number
  readonly expected?: unknown
  readonly got?: unknown
  readonly cause?: unknown
}

/** One rule of the contract. */
export interface Rule {
  /** Stable: named in errors and test titles. */
  readonly name: string
  readonly description: string
  /** A warning is told and fails nothing: it may be meant so. It defaults to `error`. */
  readonly severity?: 'error' | 'warning'
  /**
   * Rules that have to hold before this one can be judged. Where one does not, it reports the fault and this rule
   * stays quiet, so that one fault makes one failing test.
   */
  readonly needs: readonly string[]
  /** Left out of the suite where false: there is nothing to check. It defaults to true. */
  readonly applies?: (subject: Subject) => boolean
  readonly check: (subject: Subject) => Promise<Violation | undefined>
}

/** Turns an error thrown by a check into a violation. */
export function violationOf(check: () => void, sample?: number): Violation | undefined {
  try {
    check()
    return undefined
  } catch (error) {
    const { message, code, fields } = error as { message: string; code: string; fields: Partial<Violation> }
    const { token, expected, got } = fields
    return {
      // The violation's own message names the token and ends with its own code.
      problem: message.replace(` [${code}]`, '').replace(`token ${token}: `, ''),
      ...(sample !== undefined && { sample }),
      ...(token !== undefined && { token }),
      expected,
      got,
      cause: error,
    }
  }
}

/** The first violation that `check` finds among items, with the item's index as the sample's. */
export async function firstViolation<Item>(
  items: readonly Item[],
  check: (item: Item, sample: number) => Violation | undefined | Promise<Violation | undefined>,
): Promise<Violation | undefined> {
  for (const [sample, item] of items.entries()) {
    const violation = await check(item, sample)
    if (violation !== undefined) return { sample, ...violation }
  }
  return undefined
}
