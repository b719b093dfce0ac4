import { keptTrial, type Outcome, type Trial, type TrialPlace } from '@romae/app-common'
import { bytesChecksum } from '@romae/internal/files'
import { type FillingMethod, kalman } from '@romae/timeseries/baselines'
import { timed } from './cpu-clock.ts'
import type { ImputationTask } from './data-set.ts'
import { errorsOfFilling } from './errors-of-filling.ts'
import { fillByBaseline } from './fill-by-baseline.ts'
import { fillByPeer, type PeerName } from './fill-by-peer.ts'
import type { FilledWindows } from './filled-windows.ts'
import { conformalFigures, gaussianFigures } from './intervals-of-filling.ts'
import type { PeerSettings } from './settings.ts'

/** The smoother's own distributions, among the methods. */
export const GAUSSIAN = `${kalman.name}-gaussian`

/** What a kept outcome has been measured by: of an earlier one intervals are missing. */
const MEASURES = 'errors and intervals'

/** A filled test split as figures: PyPOTS' errors, what intervals are worth that are calibrated on a part of it, and what it took. */
export function figuresOf(
  task: ImputationTask,
  filling: FilledWindows,
  seed: number,
  seconds: number,
  intervals = conformalFigures,
): Outcome['figures'] {
  return { ...errorsOfFilling(task.test, filling.filled), ...intervals(task.test, filling, seed), 'CPU s': seconds }
}

/** A baseline as a trial. */
export async function baselineTrial(method: FillingMethod, task: ImputationTask, seed: number): Promise<Trial> {
  return keptTrial({ method: method.name, measures: MEASURES, data: await checksumOf(task) }, async () => {
    const { result, seconds } = await timed(() => fillByBaseline(method, task))
    return { figures: figuresOf(task, result, seed, seconds) }
  })
}

/** The smoother with the normal distributions that it says itself, not calibrated. */
export async function gaussianTrial(task: ImputationTask, seed: number): Promise<Trial> {
  return keptTrial({ method: GAUSSIAN, measures: MEASURES, data: await checksumOf(task) }, async () => {
    const { result, seconds } = await timed(() => fillByBaseline(kalman, task))
    return { figures: figuresOf(task, result, seed, seconds, gaussianFigures) }
  })
}

/** A model of PyPOTS as a trial. */
export async function peerTrial(
  model: PeerName,
  task: ImputationTask,
  settings: PeerSettings & { readonly seed: number },
  python: string,
): Promise<Trial> {
  const key = { method: model, measures: MEASURES, data: await checksumOf(task), ...settings }
  return keptTrial(key, async ({ session: { signal }, prefix }: TrialPlace) => {
    const { filled, seconds, ...about } = await fillByPeer(model, task, settings, { python, signal, prefix })
    return { figures: figuresOf(task, { filled, widths: null }, settings.seed, seconds), metrics: about }
  })
}

/** Tells the task's arrays from any others. */
function checksumOf({ train, validation, test }: ImputationTask): Promise<string> {
  const parts = [train, validation.seen, validation.truth, test.seen, test.truth].map(({ values }) => {
    return new Uint8Array(values.buffer, values.byteOffset, values.byteLength)
  })
  return bytesChecksum(Buffer.concat(parts))
}
