import { expect, it } from 'vitest'
import { evaluationOptions, finetuneOptions, optimizerOptions, pretrainOptions, trainingOptions } from './index.ts'

it.each<[string, Readonly<Record<string, { readonly kind: string; readonly help?: string }>>]>([
  ['trainingOptions', trainingOptions],
  ['pretrainOptions', pretrainOptions],
  ['finetuneOptions', finetuneOptions],
  ['evaluationOptions', evaluationOptions],
  ['optimizerOptions.adamw', optimizerOptions.adamw],
  ['optimizerOptions.sgd', optimizerOptions.sgd],
])('%s is JSON, and says what each option does', (_, options) => {
  expect(JSON.parse(JSON.stringify(options))).toStrictEqual(options)
  const { kind, ...others } = options
  for (const option of Object.values(others)) expect(option.help).toMatch(/\w/)
})

it('declares each option once', () => {
  expect(Object.keys(trainingOptions)).toContain('layerDecay')
  expect(trainingOptions.layerDecay).toMatchObject({ kind: 'number', above: 0, most: 1, default: 1 })
})
