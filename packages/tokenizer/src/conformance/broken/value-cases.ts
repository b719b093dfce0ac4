import { type Case, detokenize, good, tokenize } from './series.ts'

const scaled = (scale: number) => () => ({
  ...good,
  tokenize: (sample: Parameters<typeof tokenize>[0]) =>
    tokenize({ ...sample, readings: sample.readings.map((reading) => reading * scale) }),
  detokenize: (tokens: Parameters<typeof detokenize>[0]) => {
    const sample = detokenize(tokens)
    return { ...sample, readings: sample.readings.map((reading) => reading / scale) }
  },
})

/** Their values are of another order than 1. */
export const valueCases: readonly Case[] = [
  ['values-scale', 'gives values as they are measured', scaled(1e6)],
  ['values-scale', 'gives tiny values', scaled(1e-6)],
]
