import { cp } from 'node:fs/promises'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

const kept = fileURLToPath(new URL('../../kept-models/fixtures/0001-two-counts/apps/', import.meta.url))

/** Runs that are kept, by name: small, but real. */
export type KeptRun = `${'audio' | 'image' | 'series'}-${'classify' | 'pretrain'}` | 'series-impute'

/** Copies a finished run into a folder, so that no case has to train. @returns where it is */
export async function copyRun(run: KeptRun, folder: string): Promise<string> {
  const copy = path.join(folder, run)
  await cp(path.join(kept, 'finished', run), copy, { recursive: true })
  return copy
}

/** Data that the kept models know how to read: folders of `images` and `sounds`, or a table of series. */
export function keptData(name: 'images' | 'sounds' | 'waves.csv' | 'gaps.csv'): string {
  return path.join(kept, name)
}
