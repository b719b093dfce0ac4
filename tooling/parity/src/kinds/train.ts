import { fromPyTorchState, packParameters, type RomaeConfig, unpackParameters } from '@romae/core'
import type { Engine, HostTensors, Optimizer, Program } from '@romae/engine'
import { learningRate, predictionProgram, pretrainingProgram } from '@romae/trainer/node'
import { type Check, groupError, relativeError, scaledError, worse } from '../compare.ts'
import type { Fixture } from '../fixture.ts'
import { pretrainingOf } from '../reference-terms.ts'
import { batchOf } from '../tokens.ts'
import { tolerances } from '../tolerances.ts'
import { classifyInputs, predictionOf } from './classify.ts'
import type { RunKind } from './kind.ts'
import { pretrainInputs } from './pretrain.ts'

/**
 * A training trajectory: gradient of the first step, losses, gradient norms, learning rates and parameters.
 *
 * `train-adamw` is badly conditioned: `mask_token` starts at zero, where RMSNorm has a slope of 1e6, and a last bit in its
 * first gradients is a thousand times as much in the sixth step's norm. `pnpm check conditioning` shows how far rounding
 * alone moves it: hidden units in another order, which is the same model, in PyTorch and here.
 */
export const train: RunKind = async (fixture, engine) => {
  const setUp = setUpTraining(fixture)
  const { program, config, inputs } = setUp
  const initial = fromPyTorchState(config, fixture.group('state/'))
  const { warmup_steps: warmupSteps } = fixture.meta
  const gradients = await firstGradient(engine, program, config, packParameters(config, initial), inputs[0]!)

  const losses: number[] = []
  const norms: number[] = []
  const rates: number[] = []
  let after1: Readonly<Record<string, Float32Array>> = {}
  const trained = await trainAsReference(fixture, engine, setUp, packParameters(config, initial), (step) => {
    rates.push(step.rate)
    losses.push(step.loss)
    norms.push(step.gradientNorm)
    if (losses.length === 1) after1 = unpackParameters(config, step.parameters.slice())
  })
  const final = unpackParameters(config, trained)

  const tolerance = tolerances.train
  const checks: Check[] = [
    { quantity: 'grad', error: groupError(gradients, fixture.group('grad/')), tolerance: tolerance.grad },
    { quantity: 'out/lr', error: scaledError(rates, fixture.tensor('out/lr').data), tolerance: tolerance['out/lr'] },
    {
      quantity: 'out/loss',
      error: relativeError(losses, fixture.tensor('out/loss').data),
      tolerance: tolerance['out/loss'],
    },
    {
      quantity: 'out/grad_norm',
      error: relativeError(norms, fixture.tensor('out/grad_norm').data),
      tolerance: tolerance['out/grad_norm'],
    },
    { quantity: 'after1', error: groupError(after1, fixture.group('after1/')), tolerance: tolerance.after1 },
    { quantity: 'final', error: groupError(final, fixture.group('final/')), tolerance: tolerance.final },
  ]
  // With a warm-up the first rate is 1e-5 of the base, and the first update is lost in rounding.
  if (warmupSteps < 2) {
    const error = firstUpdateError(initial, after1, fixture)
    checks.push({ quantity: 'after1 - state', error, tolerance: tolerance['after1 - state'] })
  }
  return checks
}

/** What a training fixture trains. */
export interface TrainingSetUp {
  readonly program: Program
  readonly config: RomaeConfig
  /** A batch each, taken in turn. */
  readonly inputs: readonly HostTensors[]
}

/** One step of `trainAsReference`. */
interface TrainedStep {
  readonly rate: number
  readonly loss: number
  readonly gradientNorm: number
  /** Packed, after the update; valid until the next step. */
  readonly parameters: Float32Array
}

/** Trains as the fixture's header says. @returns the packed parameters in the end */
export async function trainAsReference(
  fixture: Fixture,
  engine: Engine,
  { program, inputs }: TrainingSetUp,
  parameters: Float32Array,
  observe: (step: TrainedStep) => void,
): Promise<Float32Array> {
  const { steps, warmup_steps: warmupSteps, base_lr: baseRate, gradient_clip: clipNorm } = fixture.meta
  const session = engine.train(program, { optimizer: optimizerOf(fixture), clipNorm, parameters })
  for (let step = 0; step < steps; step++) {
    const rate = learningRate({ kind: 'reference', baseRate, warmupSteps, totalSteps: steps }, step)
    const { loss, gradientNorm } = await session.step(inputs[step % inputs.length]!, { learningRate: rate })
    observe({ rate, loss, gradientNorm, parameters: session.parameters })
  }
  const trained = session.parameters.slice()
  await session.dispose()
  return trained
}

export function setUpTraining(fixture: Fixture): TrainingSetUp {
  const batches = Array.from({ length: fixture.meta.n_batches }, (_, index) => ({
    values: batchOf(fixture.tensor('in/values'), index),
    positions: batchOf(fixture.tensor('in/positions'), index),
    padding: fixture.has('in/pad_mask') ? batchOf(fixture.tensor('in/pad_mask'), index) : undefined,
    index,
  }))
  if (fixture.meta.model === 'RoMAEForPreTraining') {
    const config = pretrainingOf(fixture.meta.config)
    const inputs = batches.map((batch) =>
      pretrainInputs(config, { ...batch, mask: batchOf(fixture.tensor('in/mask'), batch.index) }),
    )
    return { program: pretrainingProgram(config), config, inputs }
  }
  const config = predictionOf(fixture.meta.config)
  const inputs = batches.map((batch) => ({
    ...classifyInputs(config, batch),
    targets: batchOf(fixture.tensor('in/label'), batch.index),
  }))
  const loss = { kind: 'crossEntropy', smoothing: fixture.meta.label_smoothing } as const
  return { program: predictionProgram(config, loss), config, inputs }
}

function optimizerOf(fixture: Fixture): Optimizer {
  const { optimizer, optimizer_args: options } = fixture.meta
  if (optimizer === 'sgd') {
    return { kind: 'sgd', momentum: options.momentum ?? 0, weightDecay: options.weight_decay ?? 0 }
  }
  const betas = options.betas ?? [0.9, 0.999]
  return { kind: 'adamw', betas, epsilon: options.eps ?? 1e-8, weightDecay: options.weight_decay ?? 0.01 }
}

async function firstGradient(
  engine: Engine,
  program: Program,
  config: RomaeConfig,
  parameters: Float32Array,
  inputs: HostTensors,
): Promise<Readonly<Record<string, Float32Array>>> {
  const differentiated = engine.valueAndGrad(program)
  const { gradient } = await differentiated.run(parameters, inputs)
  await differentiated.dispose()
  return unpackParameters(config, gradient)
}

/** The worst error of the first update, relative to its largest entry. */
function firstUpdateError(
  initial: Readonly<Record<string, Float32Array>>,
  after1: Readonly<Record<string, Float32Array>>,
  fixture: Fixture,
): number {
  let largest = 0
  let difference = 0
  for (const [name, { data }] of Object.entries(fixture.group('after1/'))) {
    for (let index = 0; index < data.length; index++) {
      const start = initial[name]![index]!
      largest = Math.max(largest, Math.abs(data[index]! - start))
      difference = worse(difference, Math.abs(after1[name]![index]! - data[index]!))
    }
  }
  return difference / largest
}
