import { fileURLToPath } from 'node:url'
import { servePage } from '@romae/playground'
import { Command } from 'commander'
import { print, runProgram, wholeNumber } from 'romae'
import { buildPage } from './build-page.ts'

const program = new Command('playground')
  .description('Build the page that fills the gaps of a table in the browser, and serve it on this machine')
  .option('--port <number>', 'where it is served', wholeNumber, 5173)
  .showHelpAfterError()
  .action(async ({ port }: { readonly port: number }) => {
    const folder = fileURLToPath(new URL('../dist', import.meta.url))
    await buildPage(folder)
    const { url } = await servePage({ folder, port })
    print(`RoMAE in your browser: ${url} (Ctrl-C ends it; the files are in apps/playground/dist)`)
  })

await runProgram(program, process.env.INIT_CWD)
