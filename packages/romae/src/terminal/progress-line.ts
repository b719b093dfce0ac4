import { visible } from '@romae/internal/errors'
import type { TrainingEvent } from '@romae/trainer/node'
import { Presets, SingleBar } from 'cli-progress'
import { barSize } from './bar-size.ts'
import { formatDuration } from './format-duration.ts'
import { progressStream } from './print.ts'

/** Draws the progress of a run; a consumer of its events. */
export interface ProgressLine {
  readonly observe: (event: TrainingEvent) => void
  /** Leaves the terminal as it was, however the run has ended. */
  readonly stop: () => void
}

const showCursor = '\x1b[?25h'

/**
 * A progress bar with loss and time left on a terminal; elsewhere (a log, CI) a line every tenth of the way, with the time
 * left too. A terminal's cursor, hidden behind the bar, is shown again by `stop`, and when the process ends without it.
 *
 * @param label what is being done, e.g. `pre-training`
 */
export function progressLine(label: string, output: NodeJS.WriteStream | null = progressStream()): ProgressLine {
  if (output === null) return { observe() {}, stop() {} }
  return (output.isTTY ? bar : lines)(visible(label), output)
}

function bar(label: string, output: NodeJS.WriteStream): ProgressLine {
  const format = `${label} {bar} {value}/{total} steps  loss {loss}  {eta_formatted} left`
  const barsize = barSize(label, output)
  const options = { format, stream: output, hideCursor: true, etaBuffer: 50, barsize }
  const progress = new SingleBar(options, Presets.shades_classic)
  const restore = () => void output.write(showCursor)
  let steps = 0
  return {
    observe(event) {
      if (event.type === 'start') steps = event.steps
      if (event.type !== 'step') return
      const loss = event.loss.toPrecision(4)
      // Not before the first step: until then there may be other things to say.
      if (progress.isActive) progress.update(event.step, { loss })
      else {
        process.once('exit', restore)
        progress.start(steps, event.step, { loss })
      }
    },
    stop() {
      process.off('exit', restore)
      if (progress.isActive) progress.stop()
    },
  }
}

function lines(label: string, output: NodeJS.WriteStream): ProgressLine {
  let steps = 0
  let started = 0
  let taken = 0 // in this session: a run may have been resumed
  return {
    observe(event) {
      if (event.type === 'start') {
        steps = event.steps
        started = performance.now()
      }
      if (event.type !== 'step') return
      taken++
      const tenth = Math.max(1, Math.ceil(steps / 10))
      if (event.step % tenth !== 0 && event.step !== steps) return
      const elapsed = performance.now() - started
      const left = (elapsed / taken) * (steps - event.step)
      const times = `${formatDuration(elapsed)}, ${formatDuration(left)} left`
      output.write(`${label}: step ${event.step} of ${steps}, loss ${event.loss.toPrecision(4)}, ${times}\n`)
    },
    stop() {},
  }
}
