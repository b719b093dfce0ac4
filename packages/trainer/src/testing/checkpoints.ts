import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { checksumFile } from '../checkpoints/checksums.ts'
import { sha256 } from '../sha256.ts'
import { runToEnd, type TrainingEvent, type TrainingRun } from '../training/events.ts'

/** The checksum of every file of a folder: equal runs have equal ones, and a difference is quickly printed. */
export async function checksumsOf(folder: string): Promise<Record<string, string>> {
  const names = (await readdir(folder)).sort()
  const read = async (name: string) => [name, sha256(await readFile(join(folder, name)))] as const
  return Object.fromEntries(await Promise.all(names.map(read)))
}

/** All events of a run. */
export async function eventsOf(run: TrainingRun): Promise<TrainingEvent[]> {
  const events: TrainingEvent[] = []
  await runToEnd(run, (event) => void events.push(event))
  return events
}

/** Replaces a checkpoint's file as a program would that writes checkpoints: with its checksum. */
export async function replaceFile(folder: string, file: string, contents: string | Uint8Array): Promise<void> {
  await writeFile(join(folder, file), contents)
  const list = await readFile(join(folder, checksumFile), 'utf8')
  const others = list.split('\n').filter((line) => line !== '' && !line.endsWith(`  ${file}`))
  await writeFile(join(folder, checksumFile), `${others.join('\n')}\n${sha256(contents)}  ${file}\n`)
}

/** Changes a checkpoint's text file so. */
export async function rewrite(folder: string, file: string, change: (text: string) => string): Promise<void> {
  const before = await readFile(join(folder, file), 'utf8')
  const after = change(before)
  if (after === before) throw new Error(`nothing changed in ${file}`)
  await replaceFile(folder, file, after)
}
