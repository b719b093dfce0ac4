import type { TrainingEvent } from '@romae/trainer'
import { Presets, SingleBar } from 'cli-progress'
import { formatDuration } from './format-duration.ts'

/**
 * A consumer of training events that draws a progress bar with loss and time left on a terminal, and writes a line
 * every tenth of the way elsewhere (a log, CI).
 *
 * @param label what is being done, e.g. `pre-training`
 */
export function progressLine(
  label: string,
  output: NodeJS.WriteStream = process.stderr,
): (event: TrainingEvent) => void {
  return output.isTTY ? bar(label, output) : lines(label, output)
}

function bar(label: string, output: NodeJS.WriteStream): (event: TrainingEvent) => void {
  const format = `${label} {bar} {value}/{total} steps  loss {loss}  {eta_formatted} left`
  const progress = new SingleBar({ format, stream: output, hideCursor: true, etaBuffer: 50 }, Presets.shades_classic)
  return (event) => {
    if (event.type === 'start') progress.start(event.steps, 0, { loss: '-' })
    if (event.type === 'step') progress.update(event.step, { loss: event.loss.toFixed(4) })
    if (event.type === 'finish') progress.stop()
  }
}

function lines(label: string, output: NodeJS.WriteStream): (event: TrainingEvent) => void {
  let steps = 0
  let started = 0
  return (event) => {
    if (event.type === 'start') {
      steps = event.steps
      started = performance.now()
    }
    if (event.type !== 'step') return
    const tenth = Math.max(1, Math.ceil(steps / 10))
    if (event.step % tenth !== 0 && event.step !== steps) return
    const elapsed = formatDuration(performance.now() - started)
    output.write(`${label}: step ${event.step} of ${steps}, loss ${event.loss.toFixed(4)}, ${elapsed}\n`)
  }
}
