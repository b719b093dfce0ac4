import { initializeParameters } from '@romae/core'
import type { Tokens } from '@romae/tokenizer'
import { describe, expect, it } from 'vitest'
import { tinyPretraining } from '../testing/tiny-pretraining.ts'
import { makeWaves, waveTokenizer } from '../testing/waves.ts'
import { averageImputers } from './average-imputers.ts'
import { createImputer } from './fill-tokens.ts'

const config = tinyPretraining({})
const models = [1, 2, 3].map((seed) => {
  return { config, parameters: initializeParameters(config, seed), tokenizer: null, classes: null }
})
const samples = makeWaves(3, [4, 9]).map((wave) => {
  const tokens = waveTokenizer.tokenize(wave) as Tokens
  return { tokens, hidden: Uint8Array.from({ length: tokens.length }, (_, token) => Number(token % 2 === 0)) }
})

describe('averageImputers', () => {
  it('fills in the mean of what the models do, and leaves known values as they are', async () => {
    const imputers = await Promise.all(models.map((model) => createImputer(model)))
    const each = await Promise.all(imputers.map(({ fillTokens }) => fillTokens(samples)))
    const together = averageImputers(imputers)
    const filled = await together.fillTokens(samples)
    filled.forEach(({ values, length }, sample) => {
      const size = values.length / length
      values.forEach((value, index) => {
        const given = samples[sample]!
        if (given.hidden[Math.floor(index / size)] === 0) expect(value).toBe(given.tokens.values[index])
        else {
          const mean = each.reduce((sum, one) => sum + one[sample]!.values[index]!, 0) / 3
          expect(value).toBeCloseTo(mean, 6)
        }
      })
    })
    expect(each[0]![0]!.values).not.toEqual(each[1]![0]!.values)
    await together.dispose()
    await expect(imputers[1]!.fillTokens(samples)).rejects.toThrowRomae('TRAINER_DISPOSED')
  })

  it('has the means of the models’ quantiles', async () => {
    const gaussian = tinyPretraining({ likelihood: { kind: 'gaussian' } })
    const imputers = await Promise.all(
      [1, 2].map((seed) => {
        const parameters = initializeParameters(gaussian, seed)
        return createImputer({ config: gaussian, parameters, tokenizer: null, classes: null })
      }),
    )
    const levels = [0.1, 0.9]
    const each = await Promise.all(imputers.map(({ fillQuantiles }) => fillQuantiles(samples, levels)))
    const together = averageImputers(imputers)
    const filled = await together.fillQuantiles(samples, levels)
    expect(filled).toHaveLength(2)
    for (const level of levels.keys()) {
      const [one, other] = each.map((ofLevels) => ofLevels[level]![0]!.values)
      expect([...filled[level]![0]!.values]).toEqual(
        [...one!].map((value, at) => expect.closeTo((value + other![at]!) / 2, 5)),
      )
    }
    await together.dispose()
  })

  it('needs one', () => {
    expect(() => averageImputers([])).toThrowRomae('TRAINER_OPTION', { key: 'imputers' })
  })
})
