import { type AppCommands, appCommands } from '@romae/app-common/testing'
import { positionsProgram } from '../program.ts'

export const { runApp, spawnApp }: AppCommands = appCommands(positionsProgram, new URL('../main.ts', import.meta.url))
