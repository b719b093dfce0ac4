import { temporaryFolder } from '@romae/build/temporary-folder'
import { RomaeError } from '@romae/tokenizer'
import { expect, it } from 'vitest'
import { describePretraining, pretrain, type TrainingOptions } from '../node/runs.ts'
import { eventsOf } from '../testing/checkpoints.ts'
import { openEngine } from '../testing/engines.ts'
import { resumableOptions } from '../testing/resumable-run.ts'
import type { TrainingEvent } from './events.ts'

const lossesOf = (events: readonly TrainingEvent[]) =>
  events.flatMap((event) => (event.type === 'step' ? [event.loss, event.gradientNorm] : []))

it('is the same run, with dropout too, whether it goes on with it or without', async () => {
  const engine = await openEngine()
  const run = (training: TrainingOptions) => pretrain(resumableOptions({ steps: 8, engine, ...training }))
  const whole = lossesOf(await eventsOf(run({})))
  for (const activationCheckpointing of [true, false]) {
    const checkpointFolder = await temporaryFolder()
    const losses: number[] = []
    const saving = { checkpointFolder, checkpointEvery: 4 }
    for await (const event of run({ ...saving, activationCheckpointing })) {
      losses.push(...lossesOf([event]))
      if (event.type === 'step' && event.step === 5) break
    }
    const resumed = await eventsOf(run({ ...saving, activationCheckpointing: !activationCheckpointing, resume: true }))
    expect(resumed[1]).toMatchObject({ type: 'resume', step: 4, changed: [] })
    expect([...losses.slice(0, 8), ...lossesOf(resumed)]).toEqual(whole)
  }
})

it('is counted by the plan', async () => {
  const activationsOf = async (activationCheckpointing: boolean) =>
    (await describePretraining(resumableOptions({ steps: 8, activationCheckpointing }))).memory.activations
  expect(await activationsOf(true)).toBeLessThan(0.8 * (await activationsOf(false)))
})

it('is refused by an engine that compiles nothing', async () => {
  const engine = await openEngine('tfjs')
  const events = eventsOf(pretrain(resumableOptions({ steps: 1, engine, activationCheckpointing: true })))
  await expect(events).rejects.toSatisfy((error) => RomaeError.isInstance(error, 'ENGINE_CHECKPOINTING_UNSUPPORTED'))
})
