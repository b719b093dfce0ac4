import * as tf from '@tensorflow/tfjs-core'
import { describe, expect, it } from 'vitest'
import type { KernelCase } from '../testing/kernel-case.ts'
import { kernelCases } from '../testing/kernel-cases.ts'
import { expectSameAsEager, floats, type HostTensors } from '../testing/run-graph.ts'
import { validateGraph } from '../validate-graph.ts'
import { knownKernels } from './table.ts'
import { unsupportedKernels } from './unsupported.ts'

type Named = Record<string, tf.Tensor>

function forward({ feeds, run }: KernelCase) {
  return (inputs: Named): Named => {
    const result = run(...Object.keys(feeds).map((name) => inputs[name] as tf.Tensor))
    return Object.fromEntries([result].flat().map((tensor, index) => [`y${index}`, tensor]))
  }
}

/** Gradients of the results, each element weighted differently, by the float inputs. */
function backward(testCase: KernelCase) {
  const names = Object.entries(testCase.feeds).flatMap(([name, { dtype }]) => (dtype === 'float32' ? [name] : []))
  return (inputs: Named): Named => {
    const weighted = (...values: tf.Tensor[]): tf.Tensor => {
      const given = Object.fromEntries(names.map((name, index) => [name, values[index] as tf.Tensor]))
      const results = Object.values(forward(testCase)({ ...inputs, ...given }))
      const terms = results.map((y) => tf.sum(tf.mul(y, tf.tensor(floats(y.shape, 1.1).data, y.shape))))
      return terms.reduce((sum, term) => tf.add(sum, term))
    }
    const grads = tf.grads(weighted)(names.map((name) => inputs[name] as tf.Tensor))
    return Object.fromEntries(grads.map((grad, index) => [`d_${names[index]}`, grad]))
  }
}

function describeFeeds(feeds: HostTensors): string {
  return Object.values(feeds)
    .map(({ dtype, shape }) => `${dtype}[${shape}]`)
    .join(' ')
}

describe.each(Object.entries(kernelCases))('%s', (_kernel, cases) => {
  it.each(cases.map((testCase, index) => [`${index}: ${describeFeeds(testCase.feeds)}`, testCase] as const))(
    'gives what tfjs gives, %s',
    async (_name, testCase) => {
      const tolerance = testCase.tolerance ?? 1e-5
      validateGraph(await expectSameAsEager(forward(testCase), testCase.feeds, { tolerance }))
      if (testCase.gradient) validateGraph(await expectSameAsEager(backward(testCase), testCase.feeds, { tolerance }))
    },
  )
})

it('has a case for every known kernel', () => {
  expect(Object.keys(kernelCases).sort()).toEqual(knownKernels)
})

it('knows or rejects by name every kernel of tfjs, and no other but the extensions', () => {
  const exported = Object.entries(tf as unknown as Record<string, unknown>)
  const names = exported.flatMap(([key, value]) => (key === value || value === `_${key}` ? [value as string] : []))
  const extensions = ['RmsNorm', 'RotaryEmbedding', 'Silu', 'EluGrad']
  const covered = [...knownKernels, ...unsupportedKernels].filter((kernel) => !extensions.includes(kernel))
  expect(covered.sort()).toEqual(names.filter((name) => name !== 'EluGrad').sort())
})
