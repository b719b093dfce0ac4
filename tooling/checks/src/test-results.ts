import { existsSync, readFileSync, rmSync } from 'node:fs'
import path from 'node:path'
import { needsSharedReason } from '@romae/build/shared'
import type { TestResults } from '@romae/build/test-results'

function resultsFile(root: string, directory: string): string {
  return path.join(root, directory, 'test-results.json')
}

/** Removes the results of earlier runs, which would be counted if a run ended before it wrote its own. */
export function removeTestResults(root: string, directories: readonly string[]): void {
  for (const directory of directories) rmSync(resultsFile(root, directory), { force: true })
}

/** Sums what the test runs in these folders wrote. A run without results, or without tests, counts as a failure. */
export function sumTestResults(root: string, directories: readonly string[]): TestResults {
  let passed = 0
  const failed: string[] = []
  const skipped: string[] = []
  for (const directory of directories) {
    const file = resultsFile(root, directory)
    if (!existsSync(file)) {
      failed.push(`${directory}: the test run left no results`)
      continue
    }
    const results = JSON.parse(readFileSync(file, 'utf8')) as TestResults
    if (results.passed + results.failed.length + results.skipped.length === 0) failed.push(`${directory}: has no tests`)
    passed += results.passed
    failed.push(...results.failed.map((title) => `${directory}: ${title}`))
    skipped.push(...results.skipped.map((title) => `${directory}: ${title}`))
  }
  return { passed, failed, skipped }
}

/** `N passed, N failed, N skipped`: the line that closes every test run of this repository. */
export function closingLine({ passed, failed, skipped }: TestResults): string {
  return `${passed} passed, ${failed.length} failed, ${skipped.length} skipped`
}

/**
 * Why a run does not count as passed; empty for one that does.
 *
 * @param requireShared whether a test skipped for want of `../shared` is a failure
 */
export function shortcomings(summary: TestResults, requireShared: boolean): string[] {
  const unshared = requireShared ? summary.skipped.filter((title) => title.includes(needsSharedReason)) : []
  return [
    ...(summary.failed.length > 0 ? [`${summary.failed.length} failed`] : []),
    ...(summary.passed + summary.failed.length === 0 ? ['no test ran'] : []),
    ...unshared.map((title) => `skipped, though ROMAE_REQUIRE_SHARED=1: ${title}`),
  ]
}
