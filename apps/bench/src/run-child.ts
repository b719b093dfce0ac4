import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { ChildReport, ChildTask } from './child.ts'

/**
 * Has a task done in a fresh process, which has compiled nothing and whose memory nothing else has used.
 *
 * @param program a module that answers one message, the task, with one
 */
export async function runChild<Task extends object, Report>(program: URL, task: Task): Promise<Report> {
  const child = fork(fileURLToPath(program))
  const ended = once(child, 'exit')
  const reported = once(child, 'message')
  child.send(task)
  const answer = await Promise.race([reported, ended.then(() => undefined)])
  if (answer === undefined) throw new Error(`the process for ${JSON.stringify(task)} ended without an answer`)
  await ended
  return answer[0] as Report
}

/** Does our training steps of a workload in a fresh process. */
export function trainInChild(task: ChildTask): Promise<ChildReport> {
  return runChild(new URL('./child.ts', import.meta.url), task)
}
