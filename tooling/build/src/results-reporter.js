import { writeFileSync } from 'node:fs'
import path from 'node:path'

/** @import { Reporter, SerializedError, TestModule } from 'vitest/node' */
/** @import { TestResults } from './test-results.ts' */

/**
 * Writes `test-results.json` into the package's folder. `pnpm test` sums these files; turbo caches them, so that the
 * sum is right although most packages did not run again.
 *
 * @implements {Reporter}
 */
export class ResultsReporter {
  #folder

  /** @param {string} folder the package's */
  constructor(folder) {
    this.#folder = folder
  }

  /**
   * @param {readonly TestModule[]} modules
   * @param {readonly SerializedError[]} unhandledErrors
   */
  onTestRunEnd(modules, unhandledErrors) {
    let passed = 0
    /** @type {string[]} */
    const failed = []
    /** @type {string[]} */
    const skipped = []
    for (const module of modules) {
      const failedBefore = failed.length
      for (const test of module.children.allTests()) {
        const result = test.result()
        if (result.state === 'passed') passed += 1
        else if (result.state === 'failed') failed.push(test.fullName)
        else skipped.push(withReason(test.fullName, result.state === 'skipped' ? result.note : undefined))
      }
      // A file that does not load, or a hook that throws, fails without a failed test.
      if (!module.ok() && failed.length === failedBefore) failed.push(path.relative(this.#folder, module.moduleId))
    }
    for (const { message, cause } of unhandledErrors) {
      failed.push(`outside the tests: ${message}${cause?.message ? ` ${cause.message}` : ''}`)
    }
    /** @type {TestResults} */
    const results = { passed, failed, skipped }
    writeFileSync(path.join(this.#folder, 'test-results.json'), `${JSON.stringify(results, null, 2)}\n`)
  }
}

/**
 * @param {string} title
 * @param {string | undefined} reason
 */
function withReason(title, reason) {
  return reason ? `${title} (${reason})` : title
}
