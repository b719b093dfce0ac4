import { describe, expect, it } from 'vitest'
import { plantTree } from './planted-tree.ts'
import { closingLine, removeTestResults, shortcomings, sumTestResults } from './test-results.ts'

describe('sumTestResults', () => {
  it('sums packages and names what failed and what was skipped', () => {
    const root = plantTree({
      'packages/a/test-results.json': { passed: 1, failed: ['two'], skipped: ['three (needs a browser)'] },
      'packages/b/test-results.json': { passed: 1, failed: [], skipped: ['five', 'six'] },
    })
    const summary = sumTestResults(root, ['packages/a', 'packages/b'])
    expect(summary).toEqual({
      passed: 2,
      failed: ['packages/a: two'],
      skipped: ['packages/a: three (needs a browser)', 'packages/b: five', 'packages/b: six'],
    })
    expect(closingLine(summary)).toBe('2 passed, 1 failed, 3 skipped')
  })

  it('counts a run without tests, and one that left nothing, as failures', () => {
    const root = plantTree({ 'packages/a/test-results.json': { passed: 0, failed: [], skipped: [] } })
    expect(sumTestResults(root, ['packages/a', 'packages/b']).failed).toEqual([
      'packages/a: has no tests',
      'packages/b: the test run left no results',
    ])
  })

  it('does not count the results of an earlier run once they are removed', () => {
    const root = plantTree({ 'packages/a/test-results.json': { passed: 1, failed: [], skipped: [] } })
    removeTestResults(root, ['packages/a', 'packages/b'])
    expect(sumTestResults(root, ['packages/a'])).toMatchObject({ passed: 0, failed: [expect.any(String)] })
  })
})

describe('shortcomings', () => {
  const skippedForShared = { passed: 3, failed: [], skipped: ['packages/a: reads data (needs ../shared)'] }

  it('has none for passed tests, whatever was skipped', () => {
    expect(shortcomings(skippedForShared, false)).toEqual([])
    expect(shortcomings({ passed: 3, failed: [], skipped: ['packages/a: later'] }, true)).toEqual([])
  })

  it('names failures, the absence of tests, and tests skipped although their data is required', () => {
    expect(shortcomings({ passed: 3, failed: ['packages/a: two'], skipped: [] }, false)).toEqual(['1 failed'])
    expect(shortcomings({ passed: 0, failed: [], skipped: ['packages/a: later'] }, false)).toEqual(['no test ran'])
    expect(shortcomings(skippedForShared, true)).toEqual([
      'skipped, though ROMAE_REQUIRE_SHARED=1: packages/a: reads data (needs ../shared)',
    ])
  })
})
