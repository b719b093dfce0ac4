import { Command } from 'commander'
import type { CreatedModality, CreateOptions } from './create-modality.ts'

/**
 * The words and options of the command, for `npm create @romae/modality` and `romae create` alike.
 *
 * @param make is given the folder as it was typed
 */
export function createModalityCommand(
  name: string,
  make: (folder: string, options: CreateOptions) => Promise<void>,
): Command {
  return new Command(name)
    .description('a new modality for data of your own: tokenizer, reader, tests, in a folder that is ready for npm')
    .argument('<folder>', 'where it goes; its last part is the name of the modality')
    .option('--package <name>', 'the name of the package, such as @lab/quakes (default: the last part of the folder)')
    .option('--javascript', 'plain JavaScript instead of TypeScript', false)
    .action(make)
}

/** What the user reads: what was made, and what comes next. */
export function describeCreated({ package: name, folder, files }: CreatedModality, typed: string): readonly string[] {
  return [`${name} in ${folder}: ${files.length} files`, '', `cd ${typed}`, 'npm install', 'npm test']
}
