import { Command } from 'commander'
import { modalityCommands } from 'romae'
import { elasticcCommand } from './commands/elasticc.ts'
import { frequenciesCommand } from './commands/frequencies.ts'
import { imputeCommand } from './commands/impute.ts'
import { pendulumCommand } from './commands/pendulum.ts'
import { physioNetCommand } from './commands/physionet.ts'
import { spiralsCommand } from './commands/spirals.ts'
import { syntheticCommand } from './commands/synthetic.ts'
import { ueaCommand } from './commands/uea.ts'
import { timeseries } from './modality/timeseries.ts'

/** The app's command line, made anew at each call. */
export function timeseriesProgram(): Command {
  const program = new Command('timeseries').description('RoMAE on irregular time series').showHelpAfterError()
  for (const command of [
    ...modalityCommands(timeseries),
    imputeCommand(),
    ueaCommand(),
    pendulumCommand(),
    spiralsCommand(),
    syntheticCommand(),
    physioNetCommand(),
    elasticcCommand(),
    frequenciesCommand(),
  ]) {
    program.addCommand(command)
  }
  return program
}
