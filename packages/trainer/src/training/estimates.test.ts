import { pretrainingConfig } from '@romae/core'
import type { Tokenizer, TokensToFill } from '@romae/tokenizer'
import { describe, expect, it } from 'vitest'
import { createImputer, describePretraining, finetune, pretrain, runToEnd } from '../index.ts'
import { makeWaves, tinyStack, type Wave, waveTokenizer } from '../testing/waves.ts'
import { maskedInputs } from './masked-inputs.ts'

const stacks = { encoder: tinyStack, decoder: tinyStack }
const samples = makeWaves(8, 6)
const training = { steps: 3, batchSize: 4, seed: 1 }

/** Every value is the mean of the visible ones. */
function meanOfVisible({ tokens: { values }, hidden }: TokensToFill): Float32Array {
  const visible = values.filter((_, token) => hidden[token] === 0)
  return values.map(() => visible.reduce((sum, value) => sum + value, 0) / visible.length)
}

const tokenizer: Tokenizer<Wave> = { ...waveTokenizer, estimate: meanOfVisible }
const options = { tokenizer, samples, model: stacks, training }
const tokens = samples.map(
  (wave) => waveTokenizer.tokenize(wave) as Exclude<ReturnType<Tokenizer<Wave>['tokenize']>, Promise<unknown>>,
)
const hidden = Uint8Array.of(0, 1, 0, 0, 1, 0)

describe('a tokenizer with an estimate', () => {
  it('leaves its error as the target, and visible values as they are', () => {
    const config = pretrainingConfig({ ...stacks, tokenSize: 1, axes: 1 })
    const two = tokens.slice(0, 2)
    const mask = () => Uint8Array.from([...hidden, ...hidden])
    const plain = maskedInputs(two, mask, config)
    const ours = maskedInputs(two, mask, config, { estimate: meanOfVisible })
    expect(ours.visible).toEqual(plain.visible)
    const means = two.map((own) => meanOfVisible({ tokens: own, hidden })[0]!)
    plain.targets!.data.forEach((value, index) => {
      expect(ours.targets!.data[index]).toBeCloseTo(value - means[Math.floor(index / 2)]!, 6)
    })
  })

  it('is said in the plan, and its estimate is added where values are filled in', async () => {
    expect((await describePretraining(options)).config.model.residualTargets).toBe(true)
    expect((await describePretraining({ ...options, tokenizer: waveTokenizer })).config.model).not.toHaveProperty(
      'residualTargets',
    )
    const model = await runToEnd(pretrain(options))
    const { residualTargets: _, ...config } = model.config
    const [whole, rest] = await Promise.all([createImputer(model, { tokenizer }), createImputer({ ...model, config })])
    const toFill = [{ tokens: tokens[0]!, hidden }]
    const [[filled], [left]] = await Promise.all([whole.fillTokens(toFill), rest.fillTokens(toFill)])
    const [mean] = meanOfVisible(toFill[0]!)
    filled!.values.forEach((value, token) => {
      expect(value).toBeCloseTo(hidden[token] === 1 ? mean! + left!.values[token]! : tokens[0]!.values[token]!, 5)
    })
    await Promise.all([whole.dispose(), rest.dispose()])
  })

  it('is needed by its model, and goes from pre-training to a classifier, or on without it', async () => {
    const model = await runToEnd(pretrain(options))
    await expect(createImputer(model)).rejects.toThrowRomae('TRAINER_NO_ESTIMATE', { tokenizer: null })
    const without = { tokenizer: waveTokenizer }
    await expect(createImputer(model, without)).rejects.toThrowRomae('TRAINER_NO_ESTIMATE', { tokenizer: 'waves' })
    const labels = samples.map(({ label }) => label)
    const classifier = await runToEnd(finetune({ pretrained: model, tokenizer, samples, labels, training }))
    expect(classifier.config).not.toHaveProperty('residualTargets')
    const goneOn = await runToEnd(pretrain({ from: model, tokenizer: waveTokenizer, samples, training }))
    expect(goneOn.config).not.toHaveProperty('residualTargets')
  })

  it.each<[string, (sample: TokensToFill) => Float32Array, string]>([
    ['of another length', () => new Float32Array(2), 'TRAINER_COUNT_MISMATCH'],
    ['that is no number', ({ tokens: { values } }) => values.map(() => Number.NaN), 'TRAINER_VALUE_NOT_FINITE'],
  ])('must not give one %s', async (_, estimate, code) => {
    await expect(runToEnd(pretrain({ ...options, tokenizer: { ...tokenizer, estimate } }))).rejects.toThrowRomae(code)
  })

  it('is not for standardised targets', async () => {
    const wide: Tokenizer<Wave> = { ...tokenizer, tokenSize: 2 }
    const conflict = describePretraining({ ...options, tokenizer: wide, model: { ...stacks, normalizeTargets: true } })
    await expect(conflict).rejects.toThrowRomae('CONFIG_CONFLICT')
  })
})
