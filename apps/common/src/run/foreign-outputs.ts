import { join } from 'node:path'
import { readStart } from '@romae/files'
import { parseJson } from '@romae/json'

/** What `results.json` of any command has, and what every report begins with. */
const resultKeys = ['command', 'rows', 'methods', 'rmse'] as const
const reportStart = '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">'

const tests = {
  'results.json': (text: string) => {
    const json = parseJson(text)
    return typeof json === 'object' && json !== null && resultKeys.some((key) => Object.hasOwn(json, key))
  },
  'report.html': (text: string) => text.startsWith(reportStart) && text.includes('\n<main>\n'),
}

/** Bytes that are looked at. */
const most = 2 ** 26

/**
 * The files in a folder that a command would write its results in place of, and that none of ours wrote. A link is none: it is
 * replaced, and what it points to stays.
 *
 * @returns paths
 */
export async function foreignOutputs(folder: string): Promise<string[]> {
  const foreign: string[] = []
  for (const [name, isOurs] of Object.entries(tests)) {
    const path = join(folder, name)
    const text = await readStart(path, most)
    if (text !== null && !passes(isOurs, text)) foreign.push(path)
  }
  return foreign
}

function passes(isOurs: (text: string) => boolean, text: string): boolean {
  try {
    return isOurs(text)
  } catch {
    return false
  }
}
