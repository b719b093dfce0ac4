import { existsSync, readFileSync, rmSync } from 'node:fs'
import path from 'node:path'
import { needsSharedReason } from '@romae/build/shared'

/** The part of vitest's JSON report that is read here. */
interface VitestReport {
  readonly testResults: readonly {
    readonly name: string
    readonly status: string
    readonly assertionResults: readonly { readonly fullName: string; readonly status: string }[]
  }[]
}

/** The sum of several packages' test runs. */
export interface TestSummary {
  readonly passed: number
  /** One line for each failed test, and for each file or run that failed without naming a test. */
  readonly failed: readonly string[]
  /** One line for each skipped test; its title says why. */
  readonly skipped: readonly string[]
}

function resultsFile(root: string, directory: string): string {
  return path.join(root, directory, 'test-results.json')
}

/** Removes the results of earlier runs, which would be counted if a run ended before it wrote its own. */
export function removeTestResults(root: string, directories: readonly string[]): void {
  for (const directory of directories) rmSync(resultsFile(root, directory), { force: true })
}

/** Sums what the test runs in these folders wrote. A run that left no results counts as a failure. */
export function sumTestResults(root: string, directories: readonly string[]): TestSummary {
  let passed = 0
  const failed: string[] = []
  const skipped: string[] = []
  for (const directory of directories) {
    const file = resultsFile(root, directory)
    if (!existsSync(file)) {
      failed.push(`${directory}: the test run left no results`)
      continue
    }
    const report = JSON.parse(readFileSync(file, 'utf8')) as VitestReport
    for (const { name, status, assertionResults } of report.testResults) {
      const titles = (wanted: (status: string) => boolean) =>
        assertionResults.filter((test) => wanted(test.status)).map(({ fullName }) => `${directory}: ${fullName}`)
      const failures = titles((status) => status === 'failed')
      passed += titles((status) => status === 'passed').length
      failed.push(...failures)
      skipped.push(...titles((status) => status !== 'passed' && status !== 'failed'))
      if (status === 'failed' && failures.length === 0) failed.push(`${directory}: ${path.basename(name)} did not run`)
    }
  }
  return { passed, failed, skipped }
}

/** `N passed, N failed, N skipped`: the line that closes every test run of this repository. */
export function closingLine({ passed, failed, skipped }: TestSummary): string {
  return `${passed} passed, ${failed.length} failed, ${skipped.length} skipped`
}

/**
 * Why a run does not count as passed; empty for one that does.
 *
 * @param requireShared whether a test skipped for want of `../shared` is a failure
 */
export function shortcomings(summary: TestSummary, requireShared: boolean): string[] {
  const unshared = requireShared ? summary.skipped.filter((title) => title.includes(needsSharedReason)) : []
  return [
    ...(summary.failed.length > 0 ? [`${summary.failed.length} failed`] : []),
    ...(summary.passed + summary.failed.length === 0 ? ['no test ran'] : []),
    ...unshared.map((title) => `skipped, though ROMAE_REQUIRE_SHARED=1: ${title}`),
  ]
}
