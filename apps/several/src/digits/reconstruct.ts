import type { Image } from '@romae/image'
import type { SetTokens, TokenizerSet } from '@romae/tokenizer'
import { fillSetTokens, type InferenceOptions, type RomaeModel } from '@romae/trainer/node'
import type { Digit, WholeDigit } from './samples.ts'

/** What a model makes of one modality from the other. */
export interface Reconstructed {
  readonly whole: readonly SetTokens[]
  readonly filled: readonly SetTokens[]
}

/** Hides one modality of each sample as a whole, and lets the model tell it from the other. */
export async function fromTheOther(
  model: RomaeModel,
  tokenizer: TokenizerSet<Digit>,
  samples: readonly WholeDigit[],
  hidden: keyof Digit,
  options: Pick<InferenceOptions, 'engine'>,
): Promise<Reconstructed> {
  const whole = await Promise.all(samples.map((sample) => tokenizer.tokenize(sample)))
  const toFill = whole.map((tokens) => ({
    tokens,
    hidden: tokens.parts.map(
      (part, index) => part && new Uint8Array(part.length).fill(Number(tokenizer.modalities[index]!.name === hidden)),
    ),
  }))
  return { whole, filled: await fillSetTokens(model, toFill, { ...options, tokenizer }) }
}

/** The root of the mean squared error of a modality's standardised values. */
export function errorOf({ whole, filled }: Reconstructed, modality: number): number {
  const squares = whole.map(({ parts }, index) => {
    const found = filled[index]!.parts[modality]!.values
    return meanOf(parts[modality]!.values.map((value, place) => (found[place]! - value) ** 2))
  })
  return Math.sqrt(meanOf(squares))
}

/** The same of whoever always says the mean over the training samples. */
export function errorOfMean(train: readonly SetTokens[], test: readonly SetTokens[], modality: number): number {
  const values = train.map(({ parts }) => parts[modality]!.values)
  const mean = values[0]!.map((_, place) => meanOf(values.map((own) => own[place]!)))
  const always = test.map(({ parts }) => ({
    parts: parts.map((part, index) => (index === modality ? { ...part!, values: mean } : part)),
    length: 0,
  }))
  return errorOf({ whole: test, filled: always }, modality)
}

/** Drawings as they were filled in, as images again. */
export async function drawingsOf(tokenizer: TokenizerSet<Digit>, filled: readonly SetTokens[]): Promise<Image[]> {
  const digits = await Promise.all(filled.map((tokens) => tokenizer.detokenize(tokens)))
  return digits.map(({ drawing }, index) => {
    const data = drawing!.data.map((value) => Math.min(1, Math.max(0, value)))
    return { ...drawing!, id: `drawing ${index}`, data }
  })
}

function meanOf(values: ArrayLike<number>): number {
  let sum = 0
  for (let index = 0; index < values.length; index++) sum += values[index]!
  return sum / values.length
}
