import { runProgram } from '@romae/app-common'
import { positionsProgram } from './program.ts'

await runProgram(positionsProgram())
