import type { Variant } from '@romae/app-common'
import { baselines, type FillingMethod } from '@romae/timeseries/baselines'
import type { Settings } from 'romae'
import { type HourlyData, type ImputationTask, imputationTask } from './data-set.ts'
import { type PeerName, peerNames } from './fill-by-peer.ts'
import { baselineTrial, GAUSSIAN, gaussianTrial, peerTrial } from './methods.ts'
import { modelTrial } from './model-trial.ts'
import type { ImputationExperiment } from './settings.ts'

/** All methods, in the order of tables. */
export const methodNames: readonly string[] = [
  ...baselines.map(({ name }) => name),
  GAUSSIAN,
  ...peerNames.map((name) => name.toLowerCase()),
  'romae',
]

/** The rows of one data set: a method each, all with the same windows, the same values hidden. */
export function imputationVariants(
  name: string,
  data: HourlyData,
  experiment: ImputationExperiment,
  { methods, python }: { readonly methods: readonly string[]; readonly python: string | null },
): Variant[] {
  const taskOf = onePerSeed((seed) => imputationTask(data, experiment.data, seed))
  const variant = (key: string, label: string, settings: object, trial: Variant['trial'], stages?: string[]) => ({
    experiment: `impute/${name}/${key}`,
    key,
    label: `${name}: ${label}`,
    settings: settings as Settings,
    trial,
    stages: stages ?? [],
  })
  const { data: protocol, peer, ...own } = experiment
  const ofBaseline = (method: FillingMethod) =>
    variant(method.name, method.label, { data: protocol }, (seed) => baselineTrial(method, taskOf(seed), seed))
  const ofPeer = (model: PeerName) =>
    variant(model.toLowerCase(), `${model} (PyPOTS)`, { data: protocol, peer }, (seed) =>
      peerTrial(model, taskOf(seed), { ...peer, seed }, python!),
    )
  const gaussian = variant(GAUSSIAN, 'Kalman smoother, its own normal distributions', { data: protocol }, (seed) =>
    gaussianTrial(taskOf(seed), seed),
  )
  const model = variant(
    'romae',
    'RoMAE',
    { data: protocol, ...own },
    (seed) => modelTrial(taskOf(seed), experiment, seed),
    ['romae'],
  )
  const peers = python === null ? [] : peerNames.map(ofPeer)
  const all = [...baselines.map(ofBaseline), gaussian, ...peers, model]
  return all.filter(({ key }) => methods.includes(key))
}

/** Makes what belongs to a seed once, and keeps that of the last seed: of more, arrays would fill the memory. */
function onePerSeed(make: (seed: number) => ImputationTask): (seed: number) => ImputationTask {
  let last: { readonly seed: number; readonly task: ImputationTask } | null = null
  return (seed) => {
    if (last?.seed !== seed) last = { seed, task: make(seed) }
    return last.task
  }
}
