import { createRandom } from '@romae/internal/random'
import { fromGrid, type TimeSeries, timestepTokenizer } from '@romae/timeseries'
import { type Classification, classify, finetune, runToEnd } from '@romae/trainer/node'

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

/** What a model that was trained on the first series says of the last sixteen. */
export async function answersOf(series: readonly TimeSeries[], trainingSteps = 80): Promise<Classification[]> {
  const [train, test] = [series.slice(0, trained), series.slice(trained)]
  const tokenizer = timestepTokenizer.fit(train)
  const run = finetune({
    tokenizer,
    samples: train,
    labels: train.map(({ label }) => label!),
    model: { encoder: 'tiny-shallow' },
    training: { steps: trainingSteps, batchSize: 8, learningRate: 1e-3, seed: 1 },
  })
  return classify(await runToEnd(run), test, { tokenizer })
}

/** How many of the last sixteen it gets right. */
export async function accuracyOf(series: readonly TimeSeries[]): Promise<number> {
  const answers = await answersOf(series)
  return answers.filter(({ label }, index) => label === series[trained + index]!.label).length / answers.length
}
