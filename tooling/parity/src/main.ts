import { stat } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { createEngine, type EngineName } from '@romae/engine'
import { type Check, passes } from './compare.ts'
import { engineNames } from './engine-names.ts'
import { type FixtureResult, runFixtures } from './run-fixtures.ts'
import './quiet-tfjs.ts'

const usage = `usage: pnpm parity FOLDER [--engine ${engineNames.join('|')}] [--verbose]`

/** Runs every fixture of a folder, prints a table, and fails if any is out of tolerance or of an unknown kind. */
async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { engine: { type: 'string', default: 'onnxruntime-node' }, verbose: { type: 'boolean', default: false } },
  })
  const [folder, ...rest] = positionals
  if (folder === undefined || rest.length > 0) throw new Error(usage)
  if (!(await stat(folder).catch(() => null))?.isDirectory()) throw new Error(`${folder} is not a folder; ${usage}`)
  const engine = await createEngine({ engine: values.engine as EngineName })
  console.log(`engine ${engine.info.name} ${engine.info.version}; error and tolerance of each file's worst quantity\n`)
  console.log(row('file', 'quantity', 'error', 'tolerance', ''))
  const counts = { passed: 0, failed: 0, error: 0 }
  for await (const result of runFixtures(folder, engine)) {
    counts[result.status]++
    report(result, values.verbose)
  }
  await engine.dispose()
  const failed = counts.failed + counts.error
  console.log(`\n${counts.passed} passed, ${failed} failed`)
  if (counts.passed + failed === 0) throw new Error(`${folder} holds no fixtures`)
  return failed === 0 ? 0 : 1
}

function report(result: FixtureResult, verbose: boolean): void {
  if (!('checks' in result)) {
    console.log(row(result.file, result.reason, '', '', result.status))
    return
  }
  const shown = verbose ? result.checks : [worstOf(result.checks)]
  for (const check of shown) {
    const { quantity, error, tolerance } = check
    const verdict = passes(check) ? 'pass' : 'FAIL'
    console.log(row(result.file, quantity, error.toExponential(1), tolerance.toExponential(0), verdict))
  }
}

/** The check that is closest to its tolerance, or furthest beyond. */
function worstOf(checks: readonly Check[]): Check {
  const strain = ({ error, tolerance }: Check) =>
    Number.isNaN(error) ? Number.POSITIVE_INFINITY : error / Math.max(tolerance, Number.MIN_VALUE)
  return checks.reduce((worst, check) => (strain(check) > strain(worst) ? check : worst))
}

function row(file: string, quantity: string, error: string, tolerance: string, verdict: string): string {
  return `${file.padEnd(50)} ${quantity.padEnd(34)} ${error.padStart(8)} ${tolerance.padStart(9)}  ${verdict}`
}

process.exitCode = await main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error)
  return 2
})
