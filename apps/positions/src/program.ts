import { Command } from 'commander'
import { costCommand } from './commands/cost.ts'
import { rangeCommand } from './commands/range.ts'
import { tableCommand } from './commands/table.ts'

/** The app's command line, made anew at each call. */
export function positionsProgram(): Command {
  const program = new Command('pnpm positions').description('RoMAE and positions').showHelpAfterError()
  program.addCommand(tableCommand(), { isDefault: true })
  program.addCommand(rangeCommand())
  program.addCommand(costCommand())
  return program
}
