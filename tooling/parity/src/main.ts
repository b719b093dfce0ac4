import { stat } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { createEngine, providerByName } from '@romae/engine'
import { visible, visibleLines } from '@romae/internal/errors'
import { type Check, passes } from './compare.ts'
import { engineNames } from './engine-names.ts'
import { type FixtureResult, runFixtures } from './run-fixtures.ts'
import { precisionTolerance } from './tolerances.ts'
import './quiet-tfjs.ts'

const usage =
  `usage: pnpm parity FOLDER [--engine ${engineNames.join('|')}] [--device NAME] ` +
  `[--precision ${Object.keys(precisionTolerance).join('|')}] [--eager] [--xla] [--verbose]`

/** Runs every fixture of a folder, prints a table, and fails if any is out of tolerance or of an unknown kind. */
async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      engine: { type: 'string', default: 'onnxruntime-node' },
      device: { type: 'string' },
      precision: { type: 'string', default: 'float32' },
      eager: { type: 'boolean', default: false },
      xla: { type: 'boolean', default: false },
      verbose: { type: 'boolean', default: false },
    },
  })
  const [folder, ...rest] = positionals
  if (folder === undefined || rest.length > 0) throw new Error(usage)
  if (!(await stat(folder).catch(() => null))?.isDirectory()) throw new Error(`${folder} is not a folder; ${usage}`)
  const { device, precision, eager, xla, verbose } = values
  const least = precisionTolerance[precision]
  if (least === undefined) throw new Error(`there is no precision ${precision}; ${usage}`)
  const provider = providerByName(values.engine, {
    ...(device !== undefined && { device }),
    ...(precision !== 'float32' && { [precision]: true }),
    ...(eager && { eager }),
    ...(xla && { xla }),
  })
  const engine = await createEngine(provider)
  console.log(
    `engine ${engine.info.name} ${engine.info.version}, ${engine.info.device}, ${precision}; error and tolerance of each file's worst quantity\n`,
  )
  console.log(row('file', 'quantity', 'error', 'tolerance', ''))
  const counts = { passed: 0, failed: 0, error: 0 }
  for await (const result of runFixtures(folder, engine, { least })) {
    counts[result.status]++
    report(result, verbose)
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
  return `${visible(file).padEnd(50)} ${visible(quantity).padEnd(34)} ${error.padStart(8)} ${tolerance.padStart(9)}  ${verdict}`
}

process.exitCode = await main().catch((error: unknown) => {
  console.error(visibleLines(error instanceof Error ? error.message : String(error)))
  return 2
})
