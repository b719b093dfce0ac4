import { expect, it } from 'vitest'
import { stepSeconds, workFor } from './cost-model.ts'

const node = { row: 0.01, update: 2e-9, memoryBandwidth: 4e9 }
const network = { bandwidth: 1e9, latency: 5e-5 }
const job = { parameters: 10_000_000, rows: 64 }

it('is the gradient and the update on one node, and the exchange besides on several', () => {
  expect(stepSeconds(job, 1, node, network)).toBeCloseTo(0.64 + 0.02, 12)
  // C/4 + U + 4P/b + 2 · 3/4 · 4P/B + 4 · 2 α
  expect(stepSeconds(job, 4, node, network)).toBeCloseTo(0.16 + 0.02 + 0.01 + 0.06 + 0.0004, 12)
})

it('says with how much work a step nodes are used to an efficiency', () => {
  for (const nodes of [2, 16, 64]) {
    const work = workFor(0.8, job.parameters, nodes, node, network)
    const rows = (work * nodes) / node.row
    const [one, all] = [1, nodes].map((count) => stepSeconds({ ...job, rows }, count, node, network))
    expect(one! / (nodes * all!)).toBeCloseTo(0.8, 10)
  }
  expect(workFor(0.1, 0, 1, node, network)).toBe(0)
})
