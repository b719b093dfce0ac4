import { foreignAmong } from '@romae/internal/files'
import { parseJson } from '@romae/internal/json'

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

/** Bytes that are read of each file. */
const most = 2 ** 26

/** Files in a folder that a command's results would replace and that no command of these apps wrote. @returns paths */
export function foreignOutputs(folder: string): Promise<string[]> {
  return foreignAmong(folder, tests, most)
}
