import { runProgram } from 'romae'
import { audioProgram } from './program.ts'

await runProgram(audioProgram())
