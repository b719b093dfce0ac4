import { visible, visibleLines } from '@romae/internal/errors'
import { Presets, SingleBar } from 'cli-progress'
import { barSize } from './bar-size.ts'
import { formatDuration } from './format-duration.ts'
import { progressStream } from './print.ts'

/** Says how far a pass over samples is. */
export interface ReadingProgress {
  /** The same function; each call that succeeds counts as one sample. */
  watch<Arguments extends unknown[], Result>(
    read: (...parameters: Arguments) => Result | Promise<Result>,
  ): (...parameters: Arguments) => Promise<Result>
  /** Writes a line about the pass, which ends it. */
  say(line: string): void
  stop(): void
}

/** Milliseconds that pass before there is anything to say. */
const PATIENCE = 2000

/**
 * A progress bar on a terminal; elsewhere a line every tenth of the way. Nothing, where it is over within two seconds.
 *
 * @param name what is being done, e.g. `reading images`
 */
export function readingProgress(
  name: string,
  total: number,
  output: NodeJS.WriteStream | null = progressStream(),
  patience = PATIENCE,
): ReadingProgress {
  const label = visible(name)
  const started = performance.now()
  const show = output === null ? nothing : output.isTTY ? bar(label, total, output) : lines(label, total, output)
  let done = 0
  return {
    watch(read) {
      return async (...parameters) => {
        const result = await read(...parameters)
        // What is read once more, to fill a batch, is not more than all.
        done = Math.min(done + 1, total)
        const elapsed = performance.now() - started
        if (elapsed >= patience) show.update(done, elapsed)
        return result
      }
    },
    say(line) {
      show.stop()
      output?.write(`${label}: ${visibleLines(line)}\n`)
    },
    stop: show.stop,
  }
}

const nothing = { update() {}, stop() {} }

function bar(label: string, total: number, output: NodeJS.WriteStream) {
  const format = `${label} {bar} {value}/{total}  {eta_formatted} left`
  const options = { format, stream: output, etaBuffer: 500, barsize: barSize(label, output) }
  const progress = new SingleBar(options, Presets.shades_classic)
  return {
    update(done: number) {
      if (progress.isActive) progress.update(done)
      else progress.start(total, done)
    },
    stop() {
      if (progress.isActive) progress.stop()
    },
  }
}

function lines(label: string, total: number, output: NodeJS.WriteStream) {
  const tenth = Math.max(1, Math.ceil(total / 10))
  const number = (value: number) => value.toLocaleString('en')
  let shown = 0
  return {
    update(done: number, elapsed: number) {
      const tenths = Math.floor(done / tenth)
      if (tenths <= shown) return
      shown = tenths
      const times = `${formatDuration(elapsed)}, ${formatDuration((elapsed / done) * (total - done))} left`
      output.write(`${label}: ${number(done)} of ${number(total)}, ${times}\n`)
    },
    stop() {},
  }
}
