import { runProgram } from 'romae'
import { positionsProgram } from './program.ts'

await runProgram(positionsProgram())
