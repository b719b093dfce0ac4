import { type Kind, type Kinds, trainingKinds } from 'romae'
import type { PositionExperiment } from './position-trial.ts'

/** What `--set` may change. */
export const positionKinds: Kinds = {
  data: {
    train: 'number',
    test: 'number',
    tokens: 'number',
    low: 'number',
    high: 'number',
    scaleTargets: 'flag',
  } satisfies Record<keyof PositionExperiment['data'], Kind>,
  model: {
    dModel: 'number',
    heads: 'number',
    depth: 'number',
    feedForward: 'number',
    cls: 'flag',
    ropeFraction: 'number',
  } satisfies Record<keyof PositionExperiment['model'], Kind>,
  training: trainingKinds,
}
