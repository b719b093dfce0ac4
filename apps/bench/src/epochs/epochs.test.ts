import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { type EpochTimes, ratioOf } from './compare-epochs.ts'

const main = fileURLToPath(new URL('../main.ts', import.meta.url))

it('trains on a set that it has written, epoch by epoch', { timeout: 120_000 }, () => {
  const { PEER_PYTHON: _, ...env } = process.env
  const options = ['--data', '.', '--sets', 'characters', '--samples', '12', '--batch', '4', '--epochs', '3', '--json']
  const loader = ['--conditions=@romae/source', '--import', 'tsx']
  const output = execFileSync(process.execPath, [...loader, main, 'epochs', ...options], { env, encoding: 'utf8' })
  const times = JSON.parse(output).sets[0].times as readonly EpochTimes[]
  const ours = times[0]!
  expect(ours.name).toBe('onnxruntime-node')
  expect(ours.losses[2]).toBeLessThan(ours.losses[0]!)
  expect(ours.wholeMs).toBeGreaterThan(ours.readMs + ours.firstMs + ours.laterMs)
  expect(ours.samplesPerSecond).toBeCloseTo((1e3 * 12) / ours.laterMs)
  expect(ratioOf(times, ours, 'wholeMs')).toBe(null)
})

it('takes the best of PyTorch’s ways', () => {
  const of = (name: string, laterMs: number) => ({ name, laterMs }) as EpochTimes
  const ours = of('onnxruntime-node', 2)
  expect(ratioOf([ours, of('torch eager, padded', 8), of('torch compile, sorted', 6)], ours, 'laterMs')).toBe(3)
})
