import { fromReferenceState, packParameters, type RomaeConfig, unpackParameters } from '@romae/core'
import type { Engine, HostTensors, Optimizer, Program } from '@romae/engine'
import { learningRate, predictionProgram, pretrainingProgram } from '@romae/trainer'
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
 * first gradients is a thousand times as much in the sixth step's norm. Hidden units in another order, which is the same
 * model, move that norm about as far as its tolerance on any engine in float32. An error beyond it, there and nowhere
 * else, is more likely this than a mistake.
 */
export const train: RunKind = async (fixture, engine) => {
  const { program, config, inputs } = setUp(fixture)
  const state = fixture.group('state/')
  const initial = fromReferenceState(config, state)
  const { steps, warmup_steps: warmupSteps, base_lr: baseRate, gradient_clip: clipNorm } = fixture.meta
  const gradients = await firstGradient(engine, program, config, packParameters(config, initial), inputs[0]!)

  const session = engine.train(program, {
    optimizer: optimizerOf(fixture),
    clipNorm,
    parameters: packParameters(config, initial),
  })
  const losses: number[] = []
  const norms: number[] = []
  const rates: number[] = []
  let after1: Readonly<Record<string, Float32Array>> = {}
  for (let step = 0; step < steps; step++) {
    const rate = learningRate({ kind: 'reference', baseRate, warmupSteps, totalSteps: steps }, step)
    const { loss, gradientNorm } = await session.step(inputs[step % inputs.length]!, { learningRate: rate })
    rates.push(rate)
    losses.push(loss)
    norms.push(gradientNorm)
    if (step === 0) after1 = unpackParameters(config, session.parameters.slice())
  }
  const final = unpackParameters(config, session.parameters.slice())
  await session.dispose()

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

function setUp(fixture: Fixture): { program: Program; config: RomaeConfig; inputs: HostTensors[] } {
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
  const differentiated = engine.differentiate(program)
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
