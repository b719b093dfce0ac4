import { closingLine, removeTestResults, shortcomings, sumTestResults } from './test-results.ts'
import { runTurbo } from './turbo.ts'
import { readWorkspace, repositoryRoot } from './workspace.ts'

/**
 * What `pnpm test` runs: the tests of all packages, then what failed, what was skipped and why, and the closing line
 * `N passed, N failed, N skipped`. Further parameters go to turbo, e.g. `--force`.
 */
async function main(parameters: readonly string[]): Promise<number> {
  const { packages } = await readWorkspace(repositoryRoot)
  const tested = packages.filter(({ manifest }) => manifest.scripts?.test).map(({ directory }) => directory)
  removeTestResults(repositoryRoot, tested)

  // As many as there are cores: with more, tests that wait for a timer or for another process wait longer than they may.
  const words = ['test', '--continue', '--concurrency=100%', '--output-logs=new-only', ...parameters]
  const { status } = runTurbo(repositoryRoot, words, 'show')
  const summary = sumTestResults(repositoryRoot, tested)
  const failed =
    status !== 0 && summary.failed.length === 0 ? ['a test run failed outside its tests: see above'] : summary.failed
  const problems = shortcomings({ ...summary, failed }, process.env.ROMAE_REQUIRE_SHARED === '1')

  for (const title of failed) console.log(`failed   ${title}`)
  for (const title of summary.skipped) console.log(`skipped  ${title}`)
  for (const problem of problems) console.error(`tests fall short: ${problem}`)
  console.log(closingLine({ ...summary, failed }))
  return problems.length === 0 ? 0 : 1
}

process.exitCode = await main(process.argv.slice(2))
