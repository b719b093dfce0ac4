import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import type { ResultTensor } from './compare.ts'
import type { RuntimeRun, Skipped } from './runtime-run.ts'

const script = fileURLToPath(new URL('./run_cases.py', import.meta.url))

/** What the script prints. */
type PythonReport =
  | { readonly missing: string }
  | {
      readonly runtime: string
      /** Shapes of the outputs, whose numbers follow each other in `outputs.f32`. */
      readonly shapes: readonly (readonly (readonly number[])[])[]
      readonly problems: readonly string[]
    }

/** Runs the files of a folder by Python's onnxruntime; where the package onnx is there too, its checker reads them. */
export async function pythonRun(folder: string, python = process.env.PEER_PYTHON ?? ''): Promise<RuntimeRun | Skipped> {
  if (python === '') return { skipped: 'PEER_PYTHON names no Python: `pnpm bench peer FOLDER` makes one' }
  const { stdout } = await promisify(execFile)(python, [script, folder])
  const report: PythonReport = JSON.parse(stdout)
  if ('missing' in report) return { skipped: `PEER_PYTHON has no package ${report.missing}` }
  const bytes = await readFile(path.join(folder, 'outputs.f32'))
  const numbers = new Float32Array(Uint8Array.from(bytes).buffer)
  let offset = 0
  const results = report.shapes.map((ofFile) =>
    ofFile.map((shape): ResultTensor => {
      const start = offset
      offset += shape.reduce((product, size) => product * size, 1)
      return { shape, data: numbers.subarray(start, offset) }
    }),
  )
  return { runtime: report.runtime, results, problems: report.problems }
}
