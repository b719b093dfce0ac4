import type { SavedModelBuilder } from '@romae/compiler'
import type { StepperOptions } from '../engine.ts'
import type { FlatLayoutEntry } from '../layout.ts'
import { type FactorGroups, scalarName } from './update-scalars.ts'

const float32 = { T: { dtype: 'float32' } } as const
const bool = { T: { dtype: 'bool' } } as const
const variableType = { dtype: { dtype: 'float32' } } as const

/** A parameter with its gradient, its factors and the variables of its state. */
export interface UpdatedEntry {
  readonly entry: FlatLayoutEntry
  /** Its value before the update, and the gradient. */
  readonly value: string
  readonly gradient: string
  readonly parameter: string
  readonly moments: readonly string[]
  readonly average: string | null
}

/** An update to be added. */
export interface UpdateContext {
  readonly options: StepperOptions
  readonly groups: FactorGroups
  /** The numbers of `updateScalars`. */
  readonly scalars: Readonly<Record<string, string>>
  readonly loss: string
  readonly entries: readonly UpdatedEntry[]
  /** Values that read the state, and must be computed before it changes. */
  readonly readers: readonly string[]
}

/**
 * Adds the nodes that compute the global gradient norm, clip, and update all entries, unless the loss or the norm is not
 * finite.
 *
 * @returns the norm before clipping, and a value that is computed once the update was made or skipped
 */
export function addUpdate(
  builder: SavedModelBuilder,
  context: UpdateContext,
): { readonly gradientNorm: string; readonly done: string } {
  const { options, loss, entries, readers } = context
  // L2Loss is half the sum of squares.
  const halves = entries.map(({ gradient }) => builder.node('L2Loss', [gradient], float32))
  const half = builder.node('AddN', halves, { ...float32, N: halves.length })
  const square = builder.node('AddV2', [half, half], float32)
  const gradientNorm = builder.node('Sqrt', [square], float32)

  const finite = builder.node(
    'LogicalAnd',
    [loss, gradientNorm].map((value) => builder.node('IsFinite', [value], float32)),
  )
  // A Switch has a value on one output only; nodes that depend on the other output do not run.
  const [no = '', yes = ''] = builder.nodes('Switch', [finite, finite], bool, { results: 2, after: readers })
  const go = builder.node('Identity', [yes], bool)
  const scale = clipScale(builder, gradientNorm, options.clipNorm)
  const updates = entries.map((entry) => {
    const gradient = scale === null ? entry.gradient : builder.node('Mul', [entry.gradient, scale], float32)
    return addEntryUpdate(builder, context, { ...entry, gradient }, go)
  })
  const updated = builder.node('Identity', [go], bool, { after: updates })
  const left = builder.node('Identity', [no], bool)
  const [done = ''] = builder.nodes('Merge', [left, updated], { ...bool, N: 2 }, { results: 2 })
  return { gradientNorm, done }
}

/** min(1, clipNorm / (norm + 1e-6)), as `torch.nn.utils.clip_grad_norm_` computes it; null for no clipping. */
function clipScale(builder: SavedModelBuilder, norm: string, clipNorm: number | null): string | null {
  if (clipNorm === null) return null
  const shifted = builder.node('AddV2', [norm, builder.scalar(1e-6, 'float32')], float32)
  const quotient = builder.node('RealDiv', [builder.scalar(clipNorm, 'float32'), shifted], float32)
  return builder.node('Minimum', [builder.scalar(1, 'float32'), quotient], float32)
}

/** @param go a value that must be computed before the state changes. @returns the node that changes the state last */
function addEntryUpdate(
  builder: SavedModelBuilder,
  { options, groups, scalars }: UpdateContext,
  { entry, value, gradient, parameter, moments, average }: UpdatedEntry,
  go: string,
): string {
  const { optimizer, averageDecay = null } = options
  const group = groups.groupOf(entry.name)
  const weightDecay = optimizer.weightDecay * groups.groups[group]!.decay
  const rate = scalars[scalarName.rate(group)]!
  const change = (
    op: string,
    inputs: readonly string[],
    attributes: typeof float32 | typeof variableType,
    after: string,
  ) => builder.node(op, inputs, attributes, { after: [after] })
  let last = go
  if (optimizer.kind === 'adamw') {
    if (weightDecay > 0) {
      const decayed = change('Mul', [value, scalars[scalarName.decay(group)]!], float32, go)
      last = change('AssignVariableOp', [parameter, decayed], variableType, go)
    }
    const [beta1, beta2] = optimizer.betas.map((beta) => builder.scalar(beta, 'float32')) as [string, string]
    // Beta powers of 0 switch off TensorFlow's bias correction, which the rate and epsilon contain.
    const zero = builder.scalar(0, 'float32')
    const numbers = [zero, zero, rate, beta1, beta2, scalars[scalarName.epsilon]!]
    last = change('ResourceApplyAdam', [parameter, ...moments, ...numbers, gradient], float32, last)
  } else {
    const decay = () => builder.node('Mul', [value, builder.scalar(weightDecay, 'float32')], float32)
    const decayed = weightDecay > 0 ? builder.node('AddV2', [gradient, decay()], float32) : gradient
    const momentum = builder.scalar(optimizer.momentum, 'float32')
    last =
      moments.length === 0
        ? change('ResourceApplyGradientDescent', [parameter, rate, decayed], float32, go)
        : change('ResourceApplyMomentum', [parameter, ...moments, rate, decayed, momentum], float32, go)
  }
  if (average === null || averageDecay === null) return last
  const kept = scalars[scalarName.averageDecay]!
  const taken = builder.node('Sub', [builder.scalar(1, 'float32'), kept], float32)
  const old = change('ReadVariableOp', [average], variableType, last)
  const updated = change('ReadVariableOp', [parameter], variableType, last)
  const parts = [builder.node('Mul', [old, kept], float32), builder.node('Mul', [updated, taken], float32)]
  return change('AssignVariableOp', [average, builder.node('AddV2', parts, float32)], variableType, last)
}
