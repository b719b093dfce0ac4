import { spectrogramPng } from '@romae/audio'
import { type Image, toPng } from '@romae/image'
import type { Section } from '@romae/report'
import type { SetTokens, TokenizerSet } from '@romae/tokenizer'
import { pictureFigure } from 'romae'
import type { Digit, LabelledDigits } from './samples.ts'

/** What a model has made of each modality from the other. */
interface Made {
  readonly drawings: readonly Image[]
  readonly spoken: readonly SetTokens[]
}

/** A test sample of each digit: what there is, and what the model makes of it from the other modality. */
export async function picturesOf(
  tokenizer: TokenizerSet<Digit>,
  { samples, labels }: LabelledDigits,
  { drawings, spoken }: Made,
): Promise<Section[]> {
  const shown = [...new Set(labels)].sort().map((label) => labels.indexOf(label))
  const figures = shown.map(async (place) => {
    const { sound: heard } = await tokenizer.detokenize(await tokenizer.tokenize(samples[place]!))
    const { sound } = await tokenizer.detokenize(spoken[place]!)
    const digit = labels[place]!
    const low = heard!.values.reduce((least, value) => Math.min(least, value), Infinity)
    const high = heard!.values.reduce((most, value) => Math.max(most, value), -Infinity)
    const range = [low, Math.max(high, low + 1)] as const
    return [
      pictureFigure({ png: await toPng(samples[place]!.drawing) }, `${digit}, drawn`),
      pictureFigure({ png: await toPng(drawings[place]!) }, 'from the sound'),
      pictureFigure({ png: await spectrogramPng(heard!, { range }) }, `${digit}, spoken`),
      pictureFigure({ png: await spectrogramPng(sound!, { range }) }, 'from the drawing'),
    ]
  })
  const caption =
    'A sample of each digit that was kept from training; what is made from the other is its mean, as far as it is known.'
  return [
    {
      kind: 'figures',
      heading: 'Either from the other',
      caption,
      across: 4,
      figures: (await Promise.all(figures)).flat(),
    },
  ]
}
