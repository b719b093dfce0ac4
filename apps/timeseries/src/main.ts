import { runCommand } from '@romae/app-common'
import { Command } from 'commander'
import { imputeCommand } from './commands/impute.ts'
import { ueaCommand } from './commands/uea.ts'

const program = new Command('timeseries')
  .description('RoMAE on irregular time series')
  .showHelpAfterError()
  .addCommand(imputeCommand())
  .addCommand(ueaCommand())

await runCommand(async () => {
  await program.parseAsync()
})
