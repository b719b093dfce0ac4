import { errors } from '../errors.ts'

/** AdamW with decoupled weight decay (Loshchilov & Hutter 2019), as `torch.optim.AdamW`. */
export interface AdamWOptions {
  readonly kind: 'adamw'
  readonly betas: readonly [number, number]
  readonly epsilon: number
  readonly weightDecay: number
}

/** SGD with momentum (no dampening, no Nesterov) and coupled weight decay, as `torch.optim.SGD`. */
export interface SgdOptions {
  readonly kind: 'sgd'
  readonly momentum: number
  readonly weightDecay: number
}

/** How parameters are updated. The learning rate is given to each step. */
export type Optimizer = AdamWOptions | SgdOptions

/** How many vectors of state an optimizer keeps beside the parameters: AdamW m and v, SGD its buffer. */
export function momentCount(optimizer: Optimizer): number {
  if (optimizer.kind === 'adamw') return 2
  return optimizer.momentum === 0 ? 0 : 1
}

/** @throws RomaeError `ENGINE_OPTIMIZER_INVALID` */
export function checkOptimizer(optimizer: Optimizer): void {
  if (optimizer.kind === 'adamw') {
    check('betas[0]', optimizer.betas[0], isFraction, 'at least 0 and below 1')
    check('betas[1]', optimizer.betas[1], isFraction, 'at least 0 and below 1')
    check('epsilon', optimizer.epsilon, (epsilon) => epsilon > 0, 'above 0')
  } else if (optimizer.kind === 'sgd') {
    check('momentum', optimizer.momentum, isFraction, 'at least 0 and below 1')
  } else {
    const got = String((optimizer as { kind: unknown }).kind)
    throw errors.ENGINE_OPTIMIZER_INVALID({ field: 'kind', got, expected: '"adamw" or "sgd"' })
  }
  check('weightDecay', optimizer.weightDecay, (weightDecay) => weightDecay >= 0, 'at least 0')
}

/** @throws RomaeError `ENGINE_OPTIMIZER_INVALID` */
export function checkClipNorm(clipNorm: number | null): void {
  if (clipNorm !== null) check('clipNorm', clipNorm, (norm) => norm > 0, 'above 0, or null for no clipping')
}

/** @throws RomaeError `ENGINE_OPTIMIZER_INVALID` */
export function checkAverageDecay(averageDecay: number | null): void {
  if (averageDecay !== null)
    check('averageDecay', averageDecay, isFraction, 'at least 0 and below 1, or null for no average')
}

const isFraction = (value: number) => value >= 0 && value < 1

function check(field: string, got: unknown, holds: (value: number) => boolean, expected: string): void {
  if (typeof got === 'number' && Number.isFinite(got) && holds(got)) return
  throw errors.ENGINE_OPTIMIZER_INVALID({ field, got: String(got), expected: `a number ${expected}` })
}
