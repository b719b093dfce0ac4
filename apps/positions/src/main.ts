import { runProgram } from 'romae'
import { positionsProgram } from './program.ts'

await runProgram(positionsProgram(), process.env.INIT_CWD)
