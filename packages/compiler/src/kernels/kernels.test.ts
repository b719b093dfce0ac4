import * as tf from '@tensorflow/tfjs-core'
import { describe, expect, it } from 'vitest'
import { kernelCases } from '../testing/kernel-cases.ts'
import { backward, describeFeeds, forward } from '../testing/kernel-function.ts'
import { expectSameAsEager } from '../testing/run-graph.ts'
import { validateGraph } from '../validate-graph.ts'
import { knownKernels } from './table.ts'
import { unsupportedKernels } from './unsupported.ts'

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
  const extensions = ['After', 'RmsNorm', 'RotaryEmbedding', 'Silu', 'EluGrad']
  const covered = [...knownKernels, ...unsupportedKernels].filter((kernel) => !extensions.includes(kernel))
  expect(covered.sort()).toEqual(names.filter((name) => name !== 'EluGrad').sort())
})
