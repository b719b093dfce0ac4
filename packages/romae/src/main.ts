import { romaeProgram } from './cli/program.ts'
import { runMain, runProgram } from './terminal/run-program.ts'

await runMain(async () => runProgram(await romaeProgram(process.argv.slice(2))))
