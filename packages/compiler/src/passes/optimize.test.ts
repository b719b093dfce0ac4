import * as tf from '@tensorflow/tfjs-core'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { record } from '../recorder/record.ts'
import { functionOf, randomSteps, singleSteps } from '../testing/random-function.ts'
import { expectClose, expectSameAsEager, floats, runGraph } from '../testing/run-graph.ts'
import { trainingStep, transformerFeeds } from '../testing/transformer.ts'
import { validateGraph } from '../validate-graph.ts'
import { optimize, type PassName, passNames } from './optimize.ts'

const feeds = { x: floats([2, 3]), y: floats([2, 3], 1.7) }

it.each([...passNames.map((name): readonly PassName[] => [name]), passNames])(
  'keeps the results of random functions: %s',
  async (...passes) => {
    await tf.setBackend('cpu')
    await fc.assert(
      fc.asyncProperty(randomSteps, async (steps) => {
        const graph = record(functionOf(steps), feeds)
        const optimized = optimize(graph, { passes })
        validateGraph(optimized)
        expectClose(await runGraph(optimized, feeds), await runGraph(graph, feeds), 2e-5)
      }),
      { numRuns: 25, seed: 7 },
    )
  },
  60_000,
)

describe('optimize', () => {
  it.each(singleSteps)('keeps the result of each operation by itself: %#', async (step) => {
    await tf.setBackend('cpu')
    await expectSameAsEager(functionOf([step]), feeds, { transform: optimize })
  })

  it('keeps the results of a training step, in fewer nodes and without the repetitions of autodiff', async () => {
    const graph = await expectSameAsEager(trainingStep, transformerFeeds(), { tolerance: 2e-5, transform: optimize })
    expect(graph.nodes.length).toBeLessThanOrEqual(210)
    const kernels = new Set(graph.nodes.map(({ kernel }) => kernel))
    expect(['Tile', 'PadV2', 'Fill', 'Slice', 'AddN'].filter((kernel) => kernels.has(kernel))).toEqual([])
  })

  it('finds nothing more to do in its own result', () => {
    const once = optimize(record(trainingStep, transformerFeeds()))
    expect(optimize(once)).toBe(once)
  })

  it('runs only the passes that are asked for', () => {
    const graph = record(({ x = tf.scalar(0) }) => ({ y: tf.add(tf.neg(x), tf.neg(x)) }), feeds)
    expect(optimize(graph, { passes: [] })).toBe(graph)
    expect(optimize(graph, { passes: ['constant-folding'] })).toBe(graph)
    expect(optimize(graph, { passes: ['common-subexpressions'] }).nodes).toHaveLength(2)
  })

  it('rejects a pass it does not have', () => {
    const graph = record((inputs) => inputs, feeds)
    expect(() => optimize(graph, { passes: ['none' as PassName] })).toThrowRomae('COMPILER_UNKNOWN_PASS')
  })
})
