import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createEngine } from '@romae/engine'
import { env } from '@tensorflow/tfjs'
import { writeCases } from './case-folder.ts'
import { chromiumRun } from './chromium-run.ts'
import { compareResults } from './compare.ts'
import { type ExportedPart, exportPart } from './exported-part.ts'
import { trainModels } from './models.ts'
import { nodeRun } from './node-run.ts'
import { pythonRun } from './python-run.ts'

/** What exported files computed in each runtime, beside the models. */
export interface ExportReport {
  readonly files: number
  /** Runs of each file, at as many sizes. */
  readonly trials: number
  readonly runtimes: readonly { readonly runtime: string; readonly worst: number }[]
  /** Why runtimes outside this process did not run. */
  readonly skipped: readonly string[]
  readonly failures: readonly string[]
}

/**
 * Exports trained models, runs the files in Node, by Python and in Chromium, and compares with the models run by
 * TensorFlow.js, operation by operation: what neither recorded nor exported anything.
 */
export async function checkExports(tolerance: number): Promise<ExportReport> {
  const parts = await exportParts()
  const folder = await mkdtemp(path.join(tmpdir(), 'romae-export-check-'))
  try {
    await writeCases(folder, parts)
    const runs = [await nodeRun(parts), await pythonRun(folder), await chromiumRun(folder)]
    const ran = runs.filter((run) => 'runtime' in run)
    const compared = ran.map((run) => ({ ...run, ...compareResults(parts, run.results, tolerance) }))
    return {
      files: parts.length,
      trials: parts[0]!.trials.length,
      runtimes: compared.map(({ runtime, worst }) => ({ runtime, worst })),
      skipped: runs.flatMap((run) => ('skipped' in run ? [run.skipped] : [])),
      failures: compared.flatMap(({ runtime, problems, failures }) =>
        [...problems, ...failures].map((failure) => `${runtime}: ${failure}`),
      ),
    }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function exportParts(): Promise<ExportedPart[]> {
  // Keeps tfjs' cpu backend from advertising itself.
  env().set('IS_TEST', true)
  const trainer = await createEngine('onnxruntime-node')
  const reference = await createEngine('tfjs')
  const parts: ExportedPart[] = []
  for (const model of await trainModels(trainer)) {
    for (const part of model.parts) parts.push(await exportPart(model, part, reference))
  }
  await trainer.dispose()
  await reference.dispose()
  return parts
}
