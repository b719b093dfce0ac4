import { runProgram } from 'romae'
import { audioProgram } from './program.ts'

await runProgram(audioProgram(), process.env.INIT_CWD)
