import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { parseJson } from '@romae/internal/json'
import { readText, writeJson } from 'romae'

/** Processor seconds of what this process does meanwhile, all of its threads together. */
export async function timed<Result>(run: () => Result | Promise<Result>): Promise<Timed<Result>> {
  const start = process.cpuUsage()
  const result = await run()
  return { result, seconds: secondsSince(start) }
}

export interface Timed<Result> {
  readonly result: Result
  readonly seconds: number
}

/**
 * The same of what several sessions may do one after the other: a file in the run's folder has the sum. What a session took that was
 * killed is lost.
 *
 * @param goesOn whether to count on from what earlier sessions took
 */
export async function timedOverall<Result>(
  folder: string,
  goesOn: boolean,
  run: () => Promise<Result>,
): Promise<Timed<Result>> {
  const path = join(folder, 'cpu.json')
  const before = goesOn && existsSync(path) ? secondsIn(parseJson(await readText(path))) : 0
  const start = process.cpuUsage()
  try {
    const result = await run()
    return { result, seconds: before + secondsSince(start) }
  } finally {
    await writeJson(path, { seconds: before + secondsSince(start) })
  }
}

function secondsIn(kept: unknown): number {
  const { seconds } = (kept ?? {}) as { readonly seconds?: unknown }
  return typeof seconds === 'number' ? seconds : 0
}

function secondsSince(start: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(start)
  return (user + system) / 1e6
}
