import { readdir } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { Command } from 'commander'
import { pluginFiles } from '../create/plugin-files.ts'
import { errors } from '../errors.ts'
import { print } from '../terminal/print.ts'
import { printResult } from '../terminal/result.ts'
import { version } from '../version.ts'
import { userPath, writeFile } from '../write-file.ts'

interface Options {
  readonly javascript: boolean
  readonly package?: string
}

/** `create FOLDER`: a plugin for a kind of data of the user's own, with its tests. */
export function createCommand(): Command {
  return new Command('create')
    .description('a new modality for data of your own: tokenizer, reader, tests, in a folder that is ready for npm')
    .argument('<folder>', 'where it goes; its last part is the name of the modality')
    .option('--package <name>', 'the name of the package, such as @lab/quakes (default: the last part of the folder)')
    .option('--javascript', 'plain JavaScript instead of TypeScript', false)
    .action(create)
}

async function create(given: string, options: Options): Promise<void> {
  const folder = userPath(given)
  const name = options.package ?? basename(folder)
  if (!/^(?:@[a-z0-9-]+\/)?[a-z][a-z0-9-]*$/.test(name)) throw errors.APP_PLUGIN_NAME({ name })
  const there = await readdir(folder).catch(() => [])
  if (there.length > 0) throw errors.APP_FOLDER_NOT_EMPTY({ folder, found: there })
  const language = options.javascript ? 'javascript' : 'typescript'
  const files = pluginFiles({ package: name, language, version })
  for (const [path, text] of Object.entries(files)) await writeFile(join(folder, path), text)
  print(`${name} in ${folder}: ${Object.keys(files).length} files`)
  print(`\ncd ${given}\nnpm install\nnpm test`)
  printResult({ folder, package: name, language, files: Object.keys(files) })
}
