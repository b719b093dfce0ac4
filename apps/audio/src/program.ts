import { audio } from '@romae/audio/modality'
import { Command } from 'commander'
import { hostModality, modalityCommands } from 'romae'
import { fsddCommand } from './commands/fsdd.ts'

/** The app's command line, made anew at each call. */
export function audioProgram(): Command {
  const program = new Command('pnpm audio').description('RoMAE on sounds').showHelpAfterError()
  for (const command of [...modalityCommands(hostModality(audio)), fsddCommand()]) program.addCommand(command)
  return program
}
