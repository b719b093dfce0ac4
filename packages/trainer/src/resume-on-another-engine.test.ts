import { temporaryFolder } from '@romae/build/temporary-folder'
import { createEngine, type Engine, type EngineName } from '@romae/engine'
import { RomaeError } from '@romae/tokenizer'
import { expect, it, onTestFinished } from 'vitest'
import type { TrainingOptions } from './node/runs.ts'
import { pretrain } from './node/runs.ts'
import { eventsOf } from './testing/checkpoints.ts'
import { resumableOptions } from './testing/resumable-run.ts'
import { makeWaves } from './testing/waves.ts'
import type { TrainingEvent } from './training/events.ts'

const pairs: readonly [EngineName, EngineName][] = [
  ['onnxruntime-node', 'tensorflow'],
  ['tensorflow', 'onnxruntime-node'],
]
const steps = 120

/** An engine that is disposed when the test is finished, or why there is none. */
async function openEngine(name: EngineName): Promise<Engine | string> {
  try {
    const engine = await createEngine(name)
    onTestFinished(() => engine.dispose())
    return engine
  } catch (error) {
    if (RomaeError.isInstance(error)) return error.message
    throw error
  }
}

/** Dropout is on; the samples have one length, for each more is compiled anew. */
const options = (training: TrainingOptions) => ({ ...resumableOptions(training), samples: makeWaves(24, [9, 9]) })
const run = (training: TrainingOptions) => eventsOf(pretrain(options(training)))

function lossesAfter(step: number, events: readonly TrainingEvent[]): number[] {
  return events.flatMap((event) => (event.type === 'step' && event.step > step ? [event.loss] : []))
}

it.for(pairs)(
  'a checkpoint of %s goes on for 100 steps on %s as it would have there',
  async ([first, second], context) => {
    const [from, to] = [await openEngine(first), await openEngine(second)]
    for (const engine of [from, to]) if (typeof engine === 'string') return context.skip(`needs TensorFlow: ${engine}`)
    const checkpointFolder = await temporaryFolder()
    const whole = await run({ steps, engine: from as Engine })
    const firstPart = { steps, engine: from as Engine, checkpointFolder, checkpointEvery: 20 }
    for await (const event of pretrain(options(firstPart))) {
      if (event.type === 'step' && event.step === 21) break
    }
    const resumed = await run({ steps, engine: to as Engine, checkpointFolder, resume: true })
    expect(resumed[1]).toMatchObject({ type: 'resume', step: 20 })
    const [got, expected] = [lossesAfter(20, resumed), lossesAfter(20, whole)]
    expect(got).toHaveLength(100)
    const differences = got.map((loss, index) => Math.abs(loss - expected[index]!) / expected[index]!)
    expect(Math.max(...differences)).toBeLessThan(1e-4)
    // The engines are not one: roundings differ.
    expect(Math.max(...differences)).toBeGreaterThan(0)
  },
)
