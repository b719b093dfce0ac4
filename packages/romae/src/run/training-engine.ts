import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { EngineName } from '@romae/engine'
import { parseJson } from '@romae/internal/json'
import { readText } from '../read-text.ts'
import { type EngineChoice, engines } from './engine-options.ts'

/** How far below the folder of a command those of its runs may be: `seed-1/pretraining`. */
const deepest = 2

/**
 * Where a training computes: on the engine that was asked for; else, where runs in the folder go on, on the one that they began
 * with, as another one rounds otherwise; else on the fastest.
 */
export async function trainingEngine<Choice extends EngineChoice & { readonly resume: boolean }>(
  folder: string,
  choice: Choice,
): Promise<Choice> {
  if (choice.engine !== undefined || choice.device !== undefined) return choice
  const began = choice.resume ? await recordedEngine(folder, 0) : null
  return began === null ? { ...choice, trains: true } : { ...choice, engine: began }
}

/** The engine of the first session that a run in a folder, or below it, has recorded. */
async function recordedEngine(folder: string, depth: number): Promise<EngineName | null> {
  try {
    const [first] = parseJson(await readText(join(folder, 'environment.json'))) as readonly {
      readonly engine?: { readonly name?: unknown }
    }[]
    return engines.find((name) => name === first?.engine?.name) ?? null
  } catch {
    // Not the folder of a run, or of one that has not begun.
  }
  if (depth === deepest) return null
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => [])
  for (const entry of entries) {
    const found = entry.isDirectory() ? await recordedEngine(join(folder, entry.name), depth + 1) : null
    if (found !== null) return found
  }
  return null
}
