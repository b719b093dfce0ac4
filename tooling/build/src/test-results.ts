/** What one package's test run came to: the contents of its `test-results.json`. */
export interface TestResults {
  readonly passed: number
  /** Failed tests, files that did not load, errors outside the tests. */
  readonly failed: readonly string[]
  /** Each with its reason. */
  readonly skipped: readonly string[]
}
