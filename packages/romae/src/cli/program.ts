import { type Command as AnyCommand, Command } from 'commander'
import { anomalyCommand } from '../commands/anomaly.ts'
import { createCommand } from '../commands/create.ts'
import { evaluateCommand } from '../commands/evaluate.ts'
import { exportCommand } from '../commands/export.ts'
import { finetuneCommand } from '../commands/finetune.ts'
import { forecastCommand } from '../commands/forecast.ts'
import { infoCommand } from '../commands/info.ts'
import { inspectCommand } from '../commands/inspect.ts'
import { playgroundCommand } from '../commands/playground.ts'
import { classifyCommand, embedCommand, regressCommand } from '../commands/predict.ts'
import { pretrainCommand } from '../commands/pretrain.ts'
import { probeCommand } from '../commands/probe.ts'
import { tuneCommand } from '../commands/tune.ts'
import type { HostModality } from '../modality/host-modality.ts'
import { setJsonOutput } from '../terminal/result.ts'
import { version } from '../version.ts'
import { anyKind } from './any-kind.ts'
import { engineCommand } from './engine-command.ts'
import { findModality } from './find-modality.ts'
import { hintsOf } from './hints.ts'
import { imputeFor } from './impute.ts'

/** The commands that are made for one kind of data. */
const commands: Readonly<Record<string, (modality: HostModality<unknown>) => AnyCommand>> = {
  pretrain: pretrainCommand,
  finetune: finetuneCommand,
  evaluate: evaluateCommand,
  classify: classifyCommand,
  regress: regressCommand,
  embed: embedCommand,
  probe: probeCommand,
  tune: tuneCommand,
  anomaly: anomalyCommand,
  inspect: inspectCommand,
}

/**
 * The command line `romae`, made for one line of words: options and help are those of the kind of data that the words are about.
 *
 * @param words without the program's own name
 * @throws RomaeError `APP_MODALITY_UNCERTAIN`, `APP_NO_MODALITY`, and what loading a modality throws
 */
export async function romaeProgram(words: readonly string[]): Promise<Command> {
  const program = new Command('romae')
    .description('RoMAE on your own data: series, images, sounds, and whatever has a plugin')
    .version(version)
    .showHelpAfterError()
    .hook('preAction', (_, command) => setJsonOutput(command.opts().json === true))
  const name = words.find((word) => !word.startsWith('-'))
  const found = name !== undefined && Object.hasOwn(commands, name) ? await modalityOf(name, words) : null
  for (const make of Object.values(commands)) program.addCommand(addModalityOption(make(found ?? anyKind)))
  program.addCommand(addModalityOption(await imputeFor(name === 'impute' ? words.slice(words.indexOf(name) + 1) : [])))
  for (const command of [forecastCommand(), exportCommand(), playgroundCommand(), createCommand(), infoCommand()])
    program.addCommand(command)
  for (const command of program.commands)
    command.option('--json', 'the result as JSON on standard output, and nothing else')
  return program.addCommand(engineCommand())
}

/** Of the words after a command's name. */
async function modalityOf(name: string, words: readonly string[]): Promise<HostModality<unknown> | null> {
  const command = addModalityOption(commands[name]!(anyKind))
  return findModality(hintsOf(words.slice(words.indexOf(name) + 1), command.options))
}

function addModalityOption(command: AnyCommand): AnyCommand {
  return command.option(
    '--modality <name>',
    'the kind of data: timeseries, image, audio, a package, or a file such as ./mine.ts (default: what the files surely are); of a table of ' +
      'samples NAME=KIND for each of several (KIND: values, too), such as picture=image,column=photo',
    (word: string, before: readonly string[] = []) => [...before, word],
  )
}
