import { readdir, readFile } from 'node:fs/promises'

interface Process {
  readonly pid: number
  readonly time: number
  readonly bytes: number
  readonly isTab: boolean
}

/** A process and what it has started. */
export async function processesOf(root: number): Promise<readonly Process[]> {
  const all = new Map<number, Process & { readonly parent: number }>()
  for (const name of await readdir('/proc')) {
    if (!/^\d+$/.test(name)) continue
    const read = (file: string) => readFile(`/proc/${name}/${file}`, 'utf8').catch(() => null)
    const [stat, command] = [await read('stat'), await read('cmdline')]
    if (stat === null || command === null) continue
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    const time = Number(fields[11]) + Number(fields[12])
    const isTab = command.includes('-contentproc') && /[\0 ]tab[\0 ]*$/.test(command)
    all.set(Number(name), {
      pid: Number(name),
      parent: Number(fields[1]),
      time,
      bytes: 4096 * Number(fields[21]),
      isTab,
    })
  }
  const isBelow = (pid: number): boolean => pid === root || (all.has(pid) && isBelow(all.get(pid)!.parent))
  return [...all.values()].filter(({ pid }) => isBelow(pid))
}

/** The bytes of memory that a process and what it has started have. */
export async function memoryOf(root: number): Promise<number> {
  return (await processesOf(root)).reduce((sum, { bytes }) => sum + bytes, 0)
}
