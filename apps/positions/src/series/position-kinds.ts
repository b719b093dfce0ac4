import { flag, number, type OptionDeclaration, type OptionSchema, trainingSchema } from 'romae'
import type { PositionExperiment } from './position-trial.ts'

/** What `--set` may change. */
export const positionSchema: OptionSchema = {
  data: {
    train: number,
    test: number,
    tokens: number,
    low: number,
    high: number,
    scaleTargets: flag,
  } satisfies Record<keyof PositionExperiment['data'], OptionDeclaration>,
  model: {
    dModel: number,
    heads: number,
    depth: number,
    feedForward: number,
    cls: flag,
    ropeFraction: number,
  } satisfies Record<keyof PositionExperiment['model'], OptionDeclaration>,
  training: trainingSchema,
}
