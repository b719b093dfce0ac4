import { createRandom } from '@romae/random'
import { fromGrid, type TimeSeries, timestepTokenizer } from '@romae/timeseries'
import { classify, finetune, finish } from '@romae/trainer'

/** Times of one series, drawn with its own random numbers. */
export type Sampling = (random: () => number) => readonly number[]

const trained = 64

/** Eighty series that are told apart by the order of their values alone: they rise or fall. */
export function ordered(sampling: Sampling): TimeSeries[] {
  return Array.from({ length: 80 }, (_, number) => {
    const random = createRandom(3, 'ordered', number)
    const times = sampling(() => random.uniform())
    const values = times.map(() => random.normal()).sort((a, b) => a - b)
    const isRise = number % 2 === 0
    return fromGrid({
      id: `s${number}`,
      values: [isRise ? values : values.reverse()],
      times,
      label: isRise ? 'rise' : 'fall',
    })
  })
}

/** Twelve times about so far apart. */
export const steps =
  (step: number): Sampling =>
  (random) =>
    Array.from({ length: 12 }, (_, index) => step * (index + 0.3 * random()))

/** How many of the last sixteen a model gets right that was trained on the others. */
export async function accuracyOf(series: readonly TimeSeries[]): Promise<number> {
  const [train, test] = [series.slice(0, trained), series.slice(trained)]
  const tokenizer = timestepTokenizer.fit(train)
  const run = finetune({
    tokenizer,
    samples: train,
    labels: train.map(({ label }) => label!),
    model: { encoder: 'tiny-shallow' },
    training: { steps: 80, batchSize: 8, learningRate: 1e-3, seed: 1 },
  })
  const predictions = await classify(await finish(run), tokenizer, test)
  return predictions.filter(({ label }, index) => label === test[index]!.label).length / test.length
}
