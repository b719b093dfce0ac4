import type { StepperOptions } from '../engine.ts'
import type { UpdateFactors } from '../optimizer/ranges.ts'
import { averageDecayAt } from '../optimizer/update.ts'
import type { UpdateOptions } from '../training/stepper.ts'

/** The distinct factors of a layout's entries. */
export interface FactorGroups {
  readonly groups: readonly UpdateFactors[]
  /** The index of an entry's group. */
  groupOf(entry: string): number
}

export function factorGroups(factors: StepperOptions['factors'] = {}): FactorGroups {
  const groups: UpdateFactors[] = [{ rate: 1, decay: 1 }]
  const indices = new Map<string, number>()
  for (const [entry, { rate, decay }] of Object.entries(factors)) {
    const known = groups.findIndex((group) => group.rate === rate && group.decay === decay)
    indices.set(entry, known >= 0 ? known : groups.push({ rate, decay }) - 1)
  }
  return { groups, groupOf: (entry) => indices.get(entry) ?? 0 }
}

/** Names of the numbers that are given to each update. */
export const scalarName = {
  epsilon: 'scalar/epsilon',
  averageDecay: 'scalar/averageDecay',
  rate: (group: number) => `scalar/rate/${group}`,
  decay: (group: number) => `scalar/decay/${group}`,
}

/**
 * The numbers of one update, computed in float64, by name.
 *
 * AdamW: TensorFlow computes p ← p - rate m / (√v + epsilon). With c₁ = 1 - β₁ᵗ and c₂ = 1 - β₂ᵗ, PyTorch's
 * p ← p - (learningRate / c₁) m / (√v / √c₂ + ε) is that for rate = learningRate √c₂ / c₁ and epsilon = ε √c₂. The decay,
 * p ← (1 - learningRate weightDecay) p, comes before.
 */
export function updateScalars(
  { optimizer, averageDecay = null }: StepperOptions,
  { groups }: FactorGroups,
  { step, learningRate }: UpdateOptions,
): Readonly<Record<string, number>> {
  const scalars: Record<string, number> = {}
  const add = (name: string, value: number) => {
    scalars[name] = value
  }
  let correction = 1
  if (optimizer.kind === 'adamw') {
    const [beta1, beta2] = optimizer.betas
    const root = Math.sqrt(1 - beta2 ** step)
    correction = root / (1 - beta1 ** step)
    add(scalarName.epsilon, optimizer.epsilon * root)
  }
  for (const [group, { rate, decay }] of groups.entries()) {
    add(scalarName.rate(group), learningRate * rate * correction)
    if (optimizer.kind === 'adamw')
      add(scalarName.decay(group), 1 - learningRate * rate * optimizer.weightDecay * decay)
  }
  if (averageDecay !== null) add(scalarName.averageDecay, averageDecayAt(step, averageDecay))
  return scalars
}
