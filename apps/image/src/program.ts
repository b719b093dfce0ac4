import { Command } from 'commander'
import { modalityCommands } from 'romae'
import { cifar10Command } from './commands/cifar10.ts'
import { images } from './modality/images.ts'

/** The app's command line, made anew at each call. */
export function imageProgram(): Command {
  const program = new Command('image').description('RoMAE on images').showHelpAfterError()
  for (const command of [...modalityCommands(images), cifar10Command()]) program.addCommand(command)
  return program
}
