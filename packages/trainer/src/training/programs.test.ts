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

it('says how a program’s loss is a mean over rows, where it is one', () => {
  const zeros = (...shape: number[]) => ({ data: new Float32Array(shape.reduce((a, b) => a * b, 1)), shape })
  const pretraining = pretrainingProgram(pretrainingConfig({ ...sizes, decoder: 'tiny-shallow' }))
  const masked = { maskedPositions: zeros(2, 1, 3), targets: zeros(2, 3, 2) }
  const padding = { data: Float32Array.of(0, 0, 1, 0, 1, 1), shape: [2, 3] }
  expect(pretraining.lossWeight!(masked)).toBe(6)
  expect(pretraining.lossWeight!({ ...masked, maskedPadding: padding })).toBe(3)
  expect(pretraining.lossWeight!({ maskedPositions: masked.maskedPositions })).toBeNull()
  const config = predictionConfig({ ...sizes, outputSize: 3 })
  const labels = { values: zeros(3, 4, 2), targets: { data: Int32Array.of(0, 2, 2), shape: [3] } }
  expect(predictionProgram(config, { kind: 'crossEntropy' }).lossWeight!(labels)).toBe(3)
  const weighted = predictionProgram(config, { kind: 'crossEntropy', classWeights: [1, 2, 3] })
  expect(weighted.lossWeight!(labels)).toBe(7)
  expect(weighted.lossWeight!({ values: labels.values })).toBeNull()
  expect(predictionProgram(config, { kind: 'meanSquaredError', reduction: 'sum' }).lossWeight).toBeUndefined()
})
