import type { TrainingEvent } from '../../training/events.ts'
import type { LogOptions } from './log-options.ts'
import { RunLog } from './run-log.ts'

/**
 * Keeps a run's log in a folder: `config.json`, what is trained and how; `plan.json`, the size of it; `environment.json`,
 * when, where and by which versions, one entry a session; and `metrics.jsonl`, one line an event. Made for `runToEnd`; in a loop of your own over the
 * events, await it for each.
 *
 * A line is handed to the operating system before the next step begins, so that it survives the end of the process, and
 * is flushed to the disk with each checkpoint, epoch and evaluation. When the run goes on from a checkpoint, so does
 * `metrics.jsonl`: lines of steps after it are cut off, and in the end the file is, but for times, that of a run which
 * nothing interrupted. A run that starts afresh begins it anew.
 *
 * @param folder is made if need be
 * @returns an observer, which throws RomaeError `RUN_LOG_UNWRITABLE`; on a resume `RUN_LOG_UNREADABLE` for a `metrics.jsonl`
 *   that is not one; else `RUN_LOG_FOREIGN_FILES` for files of these names that no log wrote (see `foreignLogFiles`)
 */
export function logTo(folder: string, options: LogOptions = {}): (event: TrainingEvent) => Promise<void> {
  const log = new RunLog(folder, options)
  return (event) => log.observe(event)
}
