import { type AppCommands, appCommands } from '@romae/app-common/testing'
import { timeseriesProgram } from '../program.ts'

export const { runApp, spawnApp, startApp, tryApp }: AppCommands = appCommands(
  timeseriesProgram,
  new URL('../main.ts', import.meta.url),
)
