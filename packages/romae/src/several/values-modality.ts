import { type Tokenizer, type Values, values, valuesTokenizer } from '@romae/tokenizer'
import { type CurveFigure, defineModality, type Modality, type Reconstruction } from '@romae/tokenizer/modality'
import { errors } from '../errors.ts'

/** The kind of a modality of numbers and categories that stand in the table itself. */
export const VALUES = 'values'

/** The most numbers of which a report shows how well they are told. */
const SHOWN_NUMBERS = 6

/** Numbers and categories of rows, which `valuesMember` reads. */
export const valuesModality: Modality<Values> = defineModality<Values>({
  specVersion: 1,
  name: VALUES,
  samples: 'values',
  files: 'columns of a table',
  read() {
    throw errors.APP_MODALITIES({
      word: VALUES,
      reason: 'it is read from a table, beside another modality: --modality NAME=values',
    })
  },
  fit(samples) {
    const all = 'sample' in samples ? [] : samples
    return valuesTokenizer.fit(all, namesOf(all))
  },
  restore: values.restore,
  figureCount: 40,
  figures: (reconstructions, { tokenizer }) => figuresOf(reconstructions, tokenizer),
})

/** Which values of samples are numbers, in the order in which they are met. */
export function namesOf(samples: readonly Values[]): { readonly numbers: string[]; readonly categories: string[] } {
  const kinds = new Map(
    samples.flatMap((sample) =>
      Object.entries(sample).flatMap(([name, value]) => (value == null ? [] : [[name, typeof value] as const])),
    ),
  )
  const of = (kind: string) => [...kinds].flatMap(([name, one]) => (one === kind ? [name] : []))
  return { numbers: of('number'), categories: of('string') }
}

/** Numbers as they are against what was told from the other modalities. */
async function figuresOf(
  reconstructions: readonly Reconstruction<Values>[],
  tokenizer: Tokenizer<Values>,
): Promise<CurveFigure[]> {
  const { numbers } = namesOf(reconstructions.map(({ sample }) => sample))
  const told = await Promise.all(reconstructions.map(({ filled }) => tokenizer.detokenize!(filled)))
  return numbers.slice(0, SHOWN_NUMBERS).map((name) => {
    const pairs = reconstructions
      .map(({ sample }, index) => [sample[name], told[index]![name]] as const)
      .filter((pair): pair is readonly [number, number] => pair.every((value) => typeof value === 'number'))
      .sort(([one], [other]) => one - other)
    const x = pairs.map(([value]) => value)
    return {
      kind: 'curves',
      heading: name,
      x: { label: 'as it is' },
      y: { label: 'as it was told' },
      curves: [
        { label: 'told from the others', x, y: pairs.map(([, value]) => value), style: 'points' },
        { label: 'as it is', x, y: x, style: 'dashed' },
      ],
    }
  })
}
