import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { ChildReport, ChildTask } from './child.ts'

/** Does our training steps in a fresh process, which has compiled nothing and whose memory nothing else has used. */
export async function runChild(task: ChildTask): Promise<ChildReport> {
  const child = fork(fileURLToPath(new URL('./child.ts', import.meta.url)))
  const ended = once(child, 'exit')
  const reported = once(child, 'message')
  child.send(task)
  const answer = await Promise.race([reported, ended.then(() => undefined)])
  if (answer === undefined) throw new Error(`the process for workload ${task.workload} ended without an answer`)
  await ended
  return answer[0] as ChildReport
}
