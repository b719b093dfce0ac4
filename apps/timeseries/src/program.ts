import { timeseries } from '@romae/timeseries/modality'
import { Command } from 'commander'
import { forecastCommand, hostModality, imputeCommand, modalityCommands } from 'romae'
import { ablationCommand } from './commands/ablation.ts'
import { anomalyBenchmarkCommand } from './commands/anomaly-benchmark.ts'
import { elasticcCommand } from './commands/elasticc.ts'
import { forecastBenchmarkCommand } from './commands/forecast-benchmark.ts'
import { frequenciesCommand } from './commands/frequencies.ts'
import { imputeBenchmarkCommand } from './commands/impute-benchmark.ts'
import { pendulumCommand } from './commands/pendulum.ts'
import { physioNetCommand } from './commands/physionet.ts'
import { probeBenchmarkCommand } from './commands/probe-benchmark.ts'
import { spiralsCommand } from './commands/spirals.ts'
import { syntheticCommand } from './commands/synthetic.ts'
import { ueaCommand } from './commands/uea.ts'

/** The app's command line, made anew at each call. */
export function timeseriesProgram(): Command {
  const program = new Command('pnpm timeseries').description('RoMAE on irregular time series').showHelpAfterError()
  for (const command of [
    ...modalityCommands(hostModality(timeseries)),
    imputeCommand(),
    forecastCommand(),
    ueaCommand(),
    pendulumCommand(),
    spiralsCommand(),
    syntheticCommand(),
    physioNetCommand(),
    elasticcCommand(),
    frequenciesCommand(),
    imputeBenchmarkCommand(),
    forecastBenchmarkCommand(),
    anomalyBenchmarkCommand(),
    probeBenchmarkCommand(),
    ablationCommand(),
  ]) {
    program.addCommand(command)
  }
  return program
}
