import { type AppCommands, appCommands } from '@romae/build/app'
import { runProgram } from 'romae'
import { timeseriesProgram } from '../program.ts'

export const { runApp, spawnApp, startApp, tryApp }: AppCommands = appCommands(
  () => runProgram(timeseriesProgram(), process.env.INIT_CWD),
  new URL('../main.ts', import.meta.url),
)
