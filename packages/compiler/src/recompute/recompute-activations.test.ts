import * as tf from '@tensorflow/tfjs-core'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Graph } from '../graph.ts'
import { optimize } from '../passes/optimize.ts'
import { record } from '../recorder/record.ts'
import { functionOf, randomSteps } from '../testing/random-function.ts'
import { floats, runGraph } from '../testing/run-graph.ts'
import { trainingStep, transformerFeeds } from '../testing/transformer.ts'
import { validateGraph } from '../validate-graph.ts'
import { bytesOf } from './forward-pass.ts'
import { recomputeActivations } from './recompute-activations.ts'

const depth = 25

/** The loss of a deep perceptron, for each batch that it is given, and the gradients of its weights. */
function deepStep(inputs: Record<string, tf.Tensor>): Record<string, tf.Tensor> {
  const names = Array.from({ length: depth }, (_, layer) => `w${layer}`)
  const batches = Object.keys(inputs).filter((name) => name.startsWith('x'))
  const loss = (...weights: tf.Tensor[]): tf.Scalar => {
    const losses = batches.map((batch) =>
      tf.mean(tf.square(weights.reduce((x, weight) => tf.tanh(tf.matMul(x, weight)), inputs[batch]!))),
    )
    return tf.addN(losses) as tf.Scalar
  }
  const { value, grads } = tf.valueAndGrads(loss)(names.map((name) => inputs[name]!))
  return { loss: value, ...Object.fromEntries(names.map((name, index) => [`d_${name}`, grads[index]!])) }
}

const weights = Object.fromEntries(
  Array.from({ length: depth }, (_, layer) => [`w${layer}`, floats([8, 8], layer + 1)]),
)
const deepFeeds = { ...weights, x: floats([64, 8], 0.3) }

/** Bytes in memory at most, computed in order, where each value is let go of after its last reader; inputs left out. */
function peakOf(graph: Graph): number {
  const last = new Map(graph.nodes.flatMap(({ inputs }, place) => inputs.map((input) => [input, place] as const)))
  for (const { value } of graph.outputs) last.set(value, Infinity)
  const ends = graph.nodes.map((_, place) => [...last].filter(([, end]) => end === place).map(([value]) => value))
  const made = new Set(graph.nodes.flatMap(({ outputs }) => outputs))
  let [now, peak] = [0, 0]
  for (const [place, { outputs }] of graph.nodes.entries()) {
    for (const output of outputs) now += bytesOf(graph.values[output]!)
    peak = Math.max(peak, now)
    for (const value of ends[place]!) if (made.has(value)) now -= bytesOf(graph.values[value]!)
  }
  return peak
}

/** All values that a value is computed from. */
function behind(graph: Graph, value: string): ReadonlySet<string> {
  const found = new Set([value])
  for (const node of graph.nodes.toReversed()) {
    if (node.outputs.some((output) => found.has(output))) for (const input of node.inputs) found.add(input)
  }
  return found
}

describe('recomputeActivations', () => {
  it('gives the numbers of a training step bit by bit', async () => {
    const graph = optimize(record(trainingStep, transformerFeeds()))
    const again = recomputeActivations(graph, { forward: ['loss'] })
    validateGraph(again)
    expect(again.nodes.filter(({ kernel }) => kernel === 'After').length).toBeGreaterThan(1)
    expect(await runGraph(again, transformerFeeds())).toEqual(await runGraph(graph, transformerFeeds()))
  })

  it('gives those of random functions', async () => {
    await tf.setBackend('cpu')
    const feeds = { x: floats([2, 3]), y: floats([2, 3], 1.7) }
    await fc.assert(
      fc.asyncProperty(randomSteps, async (steps) => {
        const graph = optimize(record(functionOf(steps), feeds))
        const again = recomputeActivations(graph, { forward: ['value'] })
        validateGraph(again)
        expect(await runGraph(again, feeds)).toEqual(await runGraph(graph, feeds))
      }),
      { numRuns: 25, seed: 7 },
    )
  }, 60_000)

  it('needs far less memory for a deep model, and computes nothing more than twice', () => {
    const graph = optimize(record(deepStep, deepFeeds))
    const again = recomputeActivations(graph, { forward: ['loss'] })
    // Of 25 activations four or five are kept, and as many computed again at a time.
    expect(peakOf(again)).toBeLessThan(0.6 * peakOf(graph))
    const count = (of: Graph, kernel: string) => of.nodes.filter((node) => node.kernel === kernel).length
    expect(count(again, 'Tanh')).toBeGreaterThan(count(graph, 'Tanh'))
    expect(count(again, 'Tanh')).toBeLessThan(2 * depth)
  })

  it('computes a segment again after the gradients of what follows it, those of its weights too', () => {
    const graph = recomputeActivations(optimize(record(deepStep, deepFeeds)), { forward: ['loss'] })
    const gates = graph.nodes.filter(({ kernel }) => kernel === 'After').map(({ outputs }) => outputs[0]!)
    const first = behind(graph, gates.at(-1)!)
    // Before the first segment, what is made of all that follow it has been computed, and what that read is let go of.
    const settled = graph.outputs.filter(({ name, value }) => name.startsWith('d_') && first.has(value))
    expect(gates.length).toBeGreaterThan(2)
    expect(settled.length).toBeGreaterThan(depth / 2)
  })

  it('leaves parts that are side by side independent of each other', () => {
    const feeds = { ...weights, x: floats([64, 8], 0.3), x2: floats([32, 8], 0.7) }
    const graph = optimize(record(deepStep, feeds))
    const again = recomputeActivations(graph, { forward: ['loss'], parts: [['x'], ['x2']] })
    const gates = again.nodes.filter(({ kernel }) => kernel === 'After').map(({ outputs }) => outputs[0]!)
    const readBy = gates.map((gate) => ['x', 'x2'].filter((input) => behind(again, gate).has(input)).join())
    expect(new Set(readBy)).toEqual(new Set(['x', 'x2']))
  })

  it('leaves a graph as it is where nothing would be gained', () => {
    const graph = optimize(record(({ x }) => ({ y: tf.tanh(x!) }), { x: { shape: [2] } }))
    expect(recomputeActivations(graph, { forward: ['y'] })).toBe(graph)
  })
})
