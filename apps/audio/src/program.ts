import { Command } from 'commander'
import { modalityCommands } from 'romae'
import { fsddCommand } from './commands/fsdd.ts'
import { sounds } from './modality/sounds.ts'

/** The app's command line, made anew at each call. */
export function audioProgram(): Command {
  const program = new Command('audio').description('RoMAE on sounds').showHelpAfterError()
  for (const command of [...modalityCommands(sounds), fsddCommand()]) program.addCommand(command)
  return program
}
