import { runProgram } from 'romae'
import { imageProgram } from './program.ts'

await runProgram(imageProgram(), process.env.INIT_CWD)
