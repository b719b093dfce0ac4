import { type AppCommands, appCommands } from '@romae/build/app'
import { romaeProgram } from '../cli/program.ts'
import { runMain, runProgram } from '../terminal/run-program.ts'

/** As `main.ts` does, in the folder that a test names, as a shell would be. */
async function run(): Promise<void> {
  const before = process.cwd()
  process.chdir(process.env.INIT_CWD!)
  try {
    await runMain(async () => runProgram(await romaeProgram(process.argv.slice(2))))
  } finally {
    process.chdir(before)
  }
}

export const { runApp: runRomae, tryApp: tryRomae }: AppCommands = appCommands(
  run,
  new URL('../main.ts', import.meta.url),
)
