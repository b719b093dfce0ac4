import { readFileSync } from 'node:fs'

/** What package managers leave in the environment of what they run. */
const MANAGED = 'npm_config_user_agent'

/** Whether a package manager, or what one runs, has started this process. */
export function isManaged(): boolean {
  return process.env[MANAGED] !== undefined
}

/**
 * The processes from whoever started this one up to the package manager that somebody typed: in `npx pnpm exec romae` a shell, pnpm,
 * another shell and npx. Where the system does not show processes as files (all but Linux), the first of them.
 */
export function managersAbove(): readonly number[] {
  const above = [process.ppid]
  for (
    let [pid, parent] = [process.ppid, parentOf(process.ppid)];
    parent > 1;
    [pid, parent] = [parent, parentOf(parent)]
  ) {
    if (!hasManager(pid)) break
    above.push(parent)
  }
  return above
}

/** Whether these are no more above this process, as somebody among them has ended. */
export function haveGone(above: readonly number[]): boolean {
  let child = 0
  return above.some((pid) => {
    const parent = child === 0 ? process.ppid : parentOf(child)
    child = pid
    return parent !== pid
  })
}

/** 0 where it cannot be known. */
function parentOf(pid: number): number {
  return Number(/^PPid:\s*(\d+)/m.exec(contentOf(pid, 'status'))?.[1] ?? 0)
}

function hasManager(pid: number): boolean {
  return contentOf(pid, 'environ')
    .split('\0')
    .some((entry) => entry.startsWith(`${MANAGED}=`))
}

/** Nothing of a process that is not there, or another user's. */
function contentOf(pid: number, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8')
  } catch {
    return ''
  }
}
