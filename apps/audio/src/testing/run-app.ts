import { type AppCommands, appCommands } from '@romae/app-common/testing'
import { audioProgram } from '../program.ts'

export const { runApp, spawnApp }: AppCommands = appCommands(audioProgram, new URL('../main.ts', import.meta.url))
