import { initializeParameters, predictionConfig } from '@romae/core'
import { expect, it } from 'vitest'
import type { RomaeModel } from '../model/romae-model.ts'
import { engineNames, openEngine } from '../testing/engines.ts'
import { tinyPretraining } from '../testing/tiny-pretraining.ts'
import { makeWaves, tinyStack, waveTokenizer } from '../testing/waves.ts'
import { embed } from './embed.ts'

const waves = makeWaves(12, [2, 15])

it.each([
  ['[CLS]', true],
  ['the mean', false],
])('gives %s, of a sample alone and in any batch, on both engines', async (_, cls) => {
  const config = tinyPretraining({ cls })
  const model: RomaeModel = { config, parameters: initializeParameters(config, 4), tokenizer: null, classes: null }
  const found = await Promise.all(
    engineNames.map(async (name) => {
      const engine = await openEngine(name)
      const together = await embed(model, waves, { tokenizer: waveTokenizer, engine })
      expect(together.map(({ length }) => length)).toEqual(waves.map(() => tinyStack.dModel))
      for (const [index, wave] of waves.entries()) {
        const [alone] = await embed(model, [wave], { tokenizer: waveTokenizer, engine, batchSize: 1 })
        alone!.forEach((value, place) => void expect(value).toBeCloseTo(together[index]![place]!, 4))
      }
      return together.flatMap((vector) => [...vector])
    }),
  )
  found[0]!.forEach((value, index) => void expect(value).toBeCloseTo(found[1]![index]!, 4))
  expect(new Set(found[0]!.map((value) => value.toFixed(3))).size).toBeGreaterThan(50)
})

it('does not read the head', async () => {
  const config = predictionConfig({ tokenSize: 1, axes: 1, encoder: tinyStack, outputSize: 3 })
  const parameters = initializeParameters(config, 4)
  const headless = Object.entries(parameters).map(([name, values]) => {
    return [name, name.includes('head') ? values.map(() => 1e30) : values] as const
  })
  expect(headless.some(([, values]) => values[0] === Math.fround(1e30))).toBe(true)
  const engine = await openEngine()
  const model = { config, parameters, tokenizer: null, classes: null }
  const expected = await embed(model, waves, { tokenizer: waveTokenizer, engine })
  expect(
    await embed({ ...model, parameters: Object.fromEntries(headless) }, waves, { tokenizer: waveTokenizer, engine }),
  ).toEqual(expected)
})

it('refuses what is no model', async () => {
  await expect(embed({} as never, waves, { tokenizer: waveTokenizer })).rejects.toThrowRomae('TRAINER_OPTION', {
    key: 'model',
  })
})
