import { Command } from 'commander'
import { curvesCommand } from './commands/curves.ts'
import { digitsCommand } from './commands/digits.ts'
import { missingCommand } from './commands/missing.ts'
import { physioNetCommand } from './commands/physionet.ts'

/** The app's command line, made anew at each call. */
export function severalProgram(): Command {
  const program = new Command('pnpm several').description('RoMAE on samples of several modalities').showHelpAfterError()
  program.addCommand(digitsCommand())
  program.addCommand(physioNetCommand())
  program.addCommand(curvesCommand())
  program.addCommand(missingCommand())
  return program
}
