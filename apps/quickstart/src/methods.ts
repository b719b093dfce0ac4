import type { Engine } from '@romae/engine'
import { fillMissing, type TimeSeries } from '@romae/timeseries'
import { climatology, type FillingMethod, kalman, lastValue, linear, nearestRows } from '@romae/timeseries/baselines'
import { averageImputers, createImputer, type PretrainedModel, regressionMetrics } from '@romae/trainer/node'
import { meanOf } from 'romae'
import type { City, pretraining, Settings, Task } from './experiment.ts'
import { channels } from './weather.ts'

/** The test years of all cities, filled by one method. */
type FilledCities = readonly TimeSeries[]

/** By method, in the order of tables. */
export type FilledTask = ReadonlyMap<string, FilledCities>

/** What the models are called in tables: their mean, and the first by itself. */
const nameOfModels = (models: number) => (models === 1 ? 'RoMAE' : `RoMAE, mean of ${models} models`)
const ONE_MODEL = 'RoMAE, one model'
const SMOOTHER = 'Kalman smoother, VAR(1)'
/** They err in different ways, so that their mean often errs less than either; `romae impute --best` tries it, too. */
const BOTH = 'mean of both'

const baselines: readonly (readonly [name: string, method: FillingMethod])[] = [
  [SMOOTHER, kalman],
  ['nearest days', nearestRows],
  ['linear interpolation', linear],
  ['last value', lastValue],
  ['climatology', climatology],
]

/** Fills every task by the models and by each baseline. */
export async function fillTasks(
  tasks: readonly Task[],
  models: readonly PretrainedModel[],
  tokenizer: ReturnType<typeof pretraining>['tokenizer'],
  { windowDays }: Settings,
  engine: Engine,
): Promise<FilledTask[]> {
  const imputers = await Promise.all(models.map((model) => createImputer(model, { engine, tokenizer })))
  const together = averageImputers(imputers)
  const fitted = baselines.map(([name, method]) => {
    return [name, method.fit(tasks[0]!.cities.map(({ before }) => before))] as const
  })
  const byModels = async ({ cities }: Task, { fillTokens: fill }: (typeof imputers)[number]) => {
    const filled: TimeSeries[] = []
    for (const { kept } of cities) filled.push(await fillMissing(kept, { tokenizer, length: windowDays, fill }))
    return filled
  }
  const all: FilledTask[] = []
  for (const task of tasks) {
    const filled = new Map<string, FilledCities>()
    filled.set(nameOfModels(models.length), await byModels(task, together))
    if (models.length > 1) filled.set(ONE_MODEL, await byModels(task, imputers[0]!))
    const [byModel] = filled.values()
    for (const [name, method] of fitted) {
      const byMethod = task.cities.map(({ kept }) => method.fill(kept))
      filled.set(name, byMethod)
      if (name === SMOOTHER)
        filled.set(
          BOTH,
          byMethod.map((city, index) => meanOf(city, byModel![index]!)),
        )
    }
    all.push(filled)
  }
  await together.dispose()
  return all
}

/** By method, one number a channel, in its unit. */
export type Errors = Readonly<Record<string, readonly number[]>>

/** Root mean squared errors of the hidden values over all cities: the mean over the tasks of a kind. */
export function errorsOf(tasks: readonly Task[], filled: readonly FilledTask[], kind: Task['kind']): Errors {
  const chosen = [...tasks.keys()].filter((index) => tasks[index]!.kind === kind)
  const methods = [...filled[0]!.keys()]
  const ofTask = (index: number, method: string, channel: number) =>
    rmse(tasks[index]!.cities, filled[index]!.get(method)!, channel)
  return Object.fromEntries(
    methods.map((method) => [
      method,
      channels.map((_, channel) => {
        return chosen.reduce((sum, index) => sum + ofTask(index, method, channel), 0) / chosen.length
      }),
    ]),
  )
}

function rmse(cities: readonly City[], filled: FilledCities, channel: number): number {
  const actual = cities.flatMap(({ hidden }) => [...hidden.channels[channel]!.values])
  const predicted = cities.flatMap(({ hidden }, city) => [
    ...valuesAt(filled[city]!, channel, hidden.channels[channel]!.times),
  ])
  return regressionMetrics(predicted, actual).rmse
}

function valuesAt(series: TimeSeries, channel: number, wanted: Float64Array): Float64Array {
  const { times, values } = series.channels[channel]!
  const places = new Map(Array.from(times, (time, index) => [time, index]))
  return wanted.map((time) => values[places.get(time)!]!)
}
