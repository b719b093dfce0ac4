import type { Check, CheckResult } from '../check.ts'

async function tryCases(suite: 'hostileCases' | 'tableCases'): Promise<CheckResult> {
  const cases = await import('@romae/cases')
  const { lines, held, skipped, failures } = await cases.runCases(cases[suite], process.env.ROMAE_CASES)
  return {
    ok: failures.length === 0 && held > 0,
    figure: `${held} held, ${skipped} skipped, failed: ${failures.length}`,
    listing: lines,
  }
}

/** `ROMAE_CASES=TEXT` tries only the cases whose names hold that text. */
export const hostile: Check = {
  name: 'hostile',
  description: 'files, folders and settings of people who mean harm: nothing is sent, overwritten, or hangs',
  run: () => tryCases('hostileCases'),
}

/** The same for tables. */
export const tables: Check = {
  name: 'tables',
  description: 'tables, labels, times and models as people bring them: right, or refused with the way out',
  run: () => tryCases('tableCases'),
}
