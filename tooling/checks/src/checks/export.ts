import type { ExportReport } from '@romae/export-check'
import type { Check, CheckResult } from '../check.ts'

/** Of differences relative to the largest number of what the model gives. */
const tolerance = 1e-5

/** Exported encoders, predictors and imputers, at sizes other than those that they were recorded for. */
export const exported: Check = {
  name: 'export',
  description:
    'exported ONNX files compute in Python (PEER_PYTHON) and Chromium what the model does (about 20 seconds)',
  async run() {
    const { checkExports } = await import('@romae/export-check')
    return exportResult(await checkExports(tolerance))
  },
}

/** Python or Chromium may be absent, and is then named. Where neither is there, the check has shown nothing. */
export function exportResult({ files, trials, runtimes, skipped, failures }: ExportReport): CheckResult {
  const worst = Math.max(...runtimes.map((ran) => ran.worst))
  const details = [
    ...failures,
    ...(files > 0 ? [] : ['no file was exported']),
    // The first one is Node, where the files were made.
    ...(runtimes.length > 1 ? [] : ['neither Python nor Chromium ran the files']),
  ]
  return {
    ok: details.length === 0,
    figure:
      `${files} files at ${trials} sizes each, differences from the model (at most ${tolerance}): ` +
      `${runtimes.map((ran) => `${ran.runtime} ${ran.worst.toExponential(1)}`).join(', ')}` +
      `${skipped.map((reason) => `; not run: ${reason}`).join('')}; worst of all: ${worst.toExponential(1)}`,
    details,
  }
}
