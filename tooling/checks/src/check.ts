/** What a check found. `figure` ends the line that is printed; `details` are listed when it falls short. */
export interface CheckResult {
  readonly ok: boolean
  /** What was counted or measured, the number last, e.g. `violations in 214 imports: 0`. */
  readonly figure: string
  /** One line each; a place first (`path:line`) where there is one. */
  readonly details?: readonly string[]
  /** What was looked at, one line each, where a person may want to read it: printed whatever was found. */
  readonly listing?: readonly string[]
}

/** A property of the repository that a person may want to see hold: `pnpm check NAME`. */
export interface Check {
  readonly name: string
  /** One line for the list that `pnpm check` prints. */
  readonly description: string
  /** Import what is heavy inside `run`, so that listing the checks stays instant. */
  run(root: string): Promise<CheckResult>
}

/** A broken rule and its place, relative to the repository's root. */
export interface Violation {
  readonly path: string
  /** Counted from 1; absent when the whole file or folder is meant. */
  readonly line?: number
  readonly rule: string
  readonly problem: string
}

function formatViolation({ path, line, rule, problem }: Violation): string {
  return `${line === undefined ? path : `${path}:${line}`} ${rule}: ${problem}`
}

/**
 * The result of a check that looks for broken rules.
 *
 * @param violations what was found
 * @param examined how much was looked at; a check that saw nothing falls short, for it would pass on an empty tree
 */
export function violationsResult(
  violations: readonly Violation[],
  examined: { readonly count: number; readonly what: string },
): CheckResult {
  return {
    ok: violations.length === 0 && examined.count > 0,
    figure: `violations in ${examined.count} ${examined.what}: ${violations.length}`,
    details: violations.map(formatViolation),
  }
}
