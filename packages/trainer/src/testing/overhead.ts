import {
  createRandom,
  type DropoutSite,
  dropoutMask,
  initializePacked,
  type PretrainingConfig,
  pretrainingConfig,
  pretrainingDropoutSites,
  sampleMask,
  sizePresets,
  splitByMask,
} from '@romae/core'
import { createEngine, type Engine, type HostTensors } from '@romae/engine'
import { median } from '@romae/internal/statistics'
import { collate, type Tokenizer, type Tokens } from '@romae/tokenizer'
import { pretrain } from '../node/runs.ts'
import type { TrainingRun } from '../training/events.ts'
import { pretrainingHostInputs } from '../training/host-inputs.ts'
import { DROPOUT_PREFIX, pretrainingProgram } from '../training/programs.ts'

/** Milliseconds of a step: medians. */
export interface Overhead {
  readonly bare: number
  readonly trainer: number
}

/** Workload A of the bench: tiny, 32 samples of 64 tokens with 192 values each. */
const [batchSize, length, tokenSize, axes] = [32, 64, 192, 3]
const maskRatio = 0.75
const seed = 1
const optimizer = { kind: 'adamw', betas: [0.9, 0.95], epsilon: 1e-8, weightDecay: 0.05 } as const
/** Steps of each in a turn; the first is not counted, for it finds the other's data in the processor's caches. */
const turn = 5

/** Dropout where the paper's fine-tuning has it, and stochastic depth. */
const rates = { stochasticDepth: 0.1, hiddenDropout: 0.1, attentionDropout: 0.1, attentionOutputDropout: 0.1 }

/**
 * What training costs beside the compiled step alone: some steps of each in turn, on one engine; the first turn is not
 * counted. The bare step is given the same inputs every time; the trainer shuffles, pads, masks and divides each batch, makes its dropout
 * masks where there are any, and tells its events.
 */
export async function measureOverhead(turns: number, dropout: boolean): Promise<Overhead> {
  const sizes = { encoder: sizePresets.tiny, decoder: sizePresets['tiny-shallow'] }
  const model = {
    encoder: { ...sizes.encoder, ...(dropout && rates) },
    decoder: { ...sizes.decoder, ...(dropout && rates) },
  }
  const samples = randomTokens(4 * batchSize)
  const engine = await createEngine()
  const training = { steps: (turns + 1) * turn, batchSize, seed, optimizer, engine }
  const run = pretrain({ tokenizer, samples, model, maskRatio, training })
  try {
    const bareStep = bareSteps(engine, pretrainingConfig({ ...model, tokenSize, axes }), samples)
    const times = { bare: [] as number[], trainer: [] as number[] }
    for (let count = 0; count <= turns; count++) {
      const [bare, trainer] = [await takeTurn(bareStep), await takeTurn(() => nextStep(run))]
      if (count === 0) continue
      times.bare.push(...bare)
      times.trainer.push(...trainer)
    }
    return { bare: median(times.bare), trainer: median(times.trainer) }
  } finally {
    await run.return(undefined as never)
    await engine.dispose()
  }
}

/** Tokens as they are. */
const tokenizer: Tokenizer<Tokens> = {
  specVersion: 1,
  name: 'tokens',
  axes: ['x', 'y', 'z'],
  tokenSize,
  tokenize: (tokens) => tokens,
}

function randomTokens(count: number): Tokens[] {
  const random = createRandom(seed, 'overhead')
  return Array.from({ length: count }, () => ({
    values: Float32Array.from({ length: length * tokenSize }, () => random.normal()),
    positions: Float32Array.from({ length: length * axes }, () => 8 * random.uniform()),
    length,
  }))
}

/** Makes one update on one batch, the same every time. */
function bareSteps(engine: Engine, config: PretrainingConfig, samples: readonly Tokens[]): () => Promise<unknown> {
  const random = createRandom(seed, 'bare')
  const batch = collate(samples.slice(0, batchSize), { tokenSize, axes, length })
  const split = splitByMask(batch, sampleMask(batch.padding, batch, { ratio: maskRatio }, random), config)
  const sites = pretrainingDropoutSites(config, {
    batch: batchSize,
    visible: split.visibleCount,
    masked: split.maskedCount,
  })
  const masks = (site: DropoutSite) => ({ data: dropoutMask(site, random), shape: site.shape })
  const inputs: HostTensors = {
    ...pretrainingHostInputs(split, tokenSize),
    ...Object.fromEntries(sites.map((site) => [`${DROPOUT_PREFIX}${site.name}`, masks(site)])),
  }
  const parameters = initializePacked(config, seed)
  const session = engine.train(pretrainingProgram(config), { optimizer, clipNorm: 1, parameters })
  return () => session.step(inputs, { learningRate: 1e-4 })
}

/** Goes on to the next `step` event. */
async function nextStep(run: TrainingRun): Promise<void> {
  for (;;) {
    const { value, done } = await run.next()
    if (done === true) throw new Error('the run ended before its last step')
    if (value.type === 'step') return
  }
}

/** Milliseconds of each step that counts. */
async function takeTurn(step: () => Promise<unknown>): Promise<number[]> {
  const times: number[] = []
  for (let count = 0; count < turn; count++) {
    const started = performance.now()
    await step()
    times.push(performance.now() - started)
  }
  return times.slice(1)
}
