import { predictionConfig, pretrainingConfig } from '@romae/core'
import { expect, it } from 'vitest'
import { predictionProgram, pretrainingProgram } from './programs.ts'

const sizes = { encoder: 'tiny-shallow', axes: 1, tokenSize: 2 } as const

it('identifies a program by all that decides its graph', () => {
  const pretraining = (tokenSize: number) =>
    pretrainingProgram(pretrainingConfig({ ...sizes, tokenSize, decoder: 'tiny-shallow' }))
  const classes = predictionConfig({ ...sizes, outputSize: 3 })
  const programs = [
    pretraining(2),
    pretraining(3),
    predictionProgram(classes, { kind: 'crossEntropy' }),
    predictionProgram(classes, { kind: 'crossEntropy', classWeights: [1, 2, 3] }),
    predictionProgram(classes, { kind: 'meanSquaredError' }),
  ]
  expect(new Set(programs.map(({ identity }) => identity?.state)).size).toBe(5)
  expect(pretraining(2).identity).toEqual(programs[0]!.identity)
  expect(programs[0]!.identity?.module).toMatch(/^file:.*trainer/)
})
