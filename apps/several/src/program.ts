import { Command } from 'commander'
import { digitsCommand } from './commands/digits.ts'

/** The app's command line, made anew at each call. */
export function severalProgram(): Command {
  const program = new Command('pnpm several').description('RoMAE on samples of several modalities').showHelpAfterError()
  program.addCommand(digitsCommand())
  return program
}
