import { expect, it } from 'vitest'
import { exportResult } from './export.ts'

const node = { runtime: 'onnxruntime-node', worst: 1e-6 }
const report = { files: 2, trials: 4, runtimes: [node, { runtime: 'Python', worst: 2e-6 }], skipped: [], failures: [] }

it('ends with the worst difference of all', () => {
  const { ok, figure } = exportResult(report)
  expect(ok).toBe(true)
  expect(figure).toMatch(/Python 2\.0e-6; worst of all: 2\.0e-6$/)
})

it('names what did not run, and passes while something did', () => {
  const { ok, figure } = exportResult({ ...report, skipped: ['there is no Chromium'] })
  expect(ok).toBe(true)
  expect(figure).toMatch(/not run: there is no Chromium/)
})

it.each([
  ['nothing but Node ran the files', { ...report, runtimes: [node] }, /neither Python nor Chromium/],
  ['a file is wrong', { ...report, failures: ['off'] }, /off/],
  ['there are no files', { ...report, files: 0 }, /no file/],
])('falls short where %s', (_, given, detail) => {
  const { ok, details } = exportResult(given)
  expect(ok).toBe(false)
  expect(details?.join()).toMatch(detail)
})
