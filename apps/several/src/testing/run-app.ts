import { type AppCommands, appCommands } from '@romae/build/app'
import { runProgram } from 'romae'
import { severalProgram } from '../program.ts'

export const { runApp, spawnApp }: AppCommands = appCommands(
  () => runProgram(severalProgram(), process.env.INIT_CWD),
  new URL('../main.ts', import.meta.url),
)
