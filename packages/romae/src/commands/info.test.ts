import { expect, it } from 'vitest'
import { runRomae } from '../testing/run-romae.ts'

it('says what a report of a bug has to say', { timeout: 60_000 }, async () => {
  const text = await runRomae('.', 'info')
  expect(text).toContain(`Node       ${process.versions.node}, ${process.platform}-${process.arch}`)
  expect(text).toMatch(/^engine {5}onnxruntime-node: /m)
  const info = JSON.parse(await runRomae('.', 'info', '--json'))
  expect(info).toMatchObject({ node: process.versions.node, engine: { name: 'onnxruntime-node', device: 'cpu' } })
  expect(info.engines.map(({ name }: { name: string }) => name)).toEqual(['onnxruntime-node', 'tensorflow', 'tfjs'])
  expect(info.memory).toBeGreaterThan(1e8)
})
