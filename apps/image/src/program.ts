import { image } from '@romae/image/modality'
import { Command } from 'commander'
import { hostModality, modalityCommands } from 'romae'
import { cifar10Command } from './commands/cifar10.ts'

/** The app's command line, made anew at each call. */
export function imageProgram(): Command {
  const program = new Command('pnpm image').description('RoMAE on images').showHelpAfterError()
  for (const command of [...modalityCommands(hostModality(image)), cifar10Command()]) program.addCommand(command)
  return program
}
