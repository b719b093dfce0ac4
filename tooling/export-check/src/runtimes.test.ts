import { tmpdir } from 'node:os'
import { temporaryFolder } from '@romae/build/temporary-folder'
import { initializeParameters, type Likelihood, predictionConfig, pretrainingConfig } from '@romae/core'
import { createEngine } from '@romae/engine'
import { expect, it, onTestFinished } from 'vitest'
import { writeCases } from './case-folder.ts'
import { compareResults } from './compare.ts'
import { type ExportedPart, exportPart } from './exported-part.ts'
import { nodeRun } from './node-run.ts'
import { pythonRun } from './python-run.ts'

async function smallImputer(likelihood: Likelihood): Promise<ExportedPart> {
  const engine = await createEngine('onnxruntime-node')
  onTestFinished(() => engine.dispose())
  const stack = { dModel: 8, heads: 1, depth: 1 }
  const config = pretrainingConfig({ tokenSize: 2, axes: 1, encoder: stack, decoder: stack, likelihood })
  const model = { config, parameters: initializeParameters(config, 1), tokenizer: null, classes: null }
  return exportPart({ name: 'small', model, parts: ['imputer'] }, 'imputer', engine)
}

async function smallEncoder(): Promise<ExportedPart> {
  const engine = await createEngine('onnxruntime-node')
  onTestFinished(() => engine.dispose())
  const encoder = { dModel: 8, heads: 1, depth: 1 }
  const config = predictionConfig({ tokenSize: 2, axes: 1, outputSize: 1, encoder })
  const model = { config, parameters: initializeParameters(config, 1), tokenizer: null, classes: null }
  return exportPart({ name: 'small', model, parts: ['encoder'] }, 'encoder', engine)
}

it('an exported file computes what its model does, in Node', async () => {
  const part = await smallEncoder()
  const { results, problems } = await nodeRun([part])
  expect(problems).toEqual([])
  expect(compareResults([part], results, 1e-5).failures).toEqual([])
})

it.each([
  [{ kind: 'gaussian' }, 2],
  [{ kind: 'studentT' }, 2],
  [{ kind: 'quantiles', levels: [0.1, 0.5, 0.9] }, 3],
] as const)('an exported imputer puts out all parameters of its distributions: %j', async (likelihood, parameters) => {
  const part = await smallImputer(likelihood)
  expect(part.declared.output.dimensions).toEqual(['batch', 'masked', 2 * parameters])
  const { results, problems } = await nodeRun([part])
  expect(problems).toEqual([])
  expect(compareResults([part], results, 1e-5).failures).toEqual([])
  // Scales are above 0, quantiles in their order: that is a part of the graph, and so of the file.
  for (const { shape, data } of results[0]!) {
    const size = 2 * parameters
    expect(shape.at(-1)).toBe(size)
    for (let token = 0; token < data.length; token += size) {
      const [first, second] = [data[token + size - 4]!, data[token + size - 2]!]
      expect(likelihood.kind === 'quantiles' ? second - first : second).toBeGreaterThan(0)
    }
  }
})

it('finds a file that is another model’s, and one whose output is not as declared', async () => {
  const [part, other] = [await smallEncoder(), await smallEncoder()]
  const declared = { ...part.declared, output: { name: 'embeddings', dimensions: ['batch', 'length', 8] } }
  const trials = part.trials.map((trial, index) => ({ ...trial, inputs: other.trials[(index + 1) % 4]!.inputs }))
  const { results, problems } = await nodeRun([{ ...part, declared, trials }])
  expect(problems).toEqual(['small.encoder: "embeddings" is [batch, length + 1, 8], declared is [batch, length, 8]'])
  expect(compareResults([part], results, 1e-5).failures).toHaveLength(4)
})

it('runs the same in Python', async (context) => {
  const part = await smallEncoder()
  const folder = await temporaryFolder()
  await writeCases(folder, [part])
  const run = await pythonRun(folder)
  if ('skipped' in run) return context.skip(`needs a Python with onnxruntime: ${run.skipped}`)
  expect(run.problems).toEqual([])
  expect(compareResults([part], run.results, 1e-5).failures).toEqual([])
})

it('says which Python it misses', async () => {
  expect(await pythonRun(tmpdir(), '')).toEqual({ skipped: expect.stringMatching(/PEER_PYTHON names no Python/) })
})
