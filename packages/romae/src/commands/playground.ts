import { Command } from 'commander'
import { errors } from '../errors.ts'
import { archiveOfFolder } from '../run/archive-of-folder.ts'
import { wholeNumber } from '../run/run-options.ts'
import { print } from '../terminal/print.ts'
import { printResult } from '../terminal/result.ts'
import { userPath } from '../write-file.ts'

interface Options {
  readonly port: number
}

/** `playground [RUN]`: the page for the browser, with the model of a run open in it. */
export function playgroundCommand(): Command {
  return new Command('playground')
    .description('a page in your browser that fills and forecasts tables: it trains there, or takes the model of a run')
    .argument('[run]', 'the folder of a run, or of the model in it')
    .option('--port <number>', 'where it is served, to this machine alone', wholeNumber, 5173)
    .action(run)
}

/** It is served until the process ends. */
async function run(given: string | undefined, { port }: Options): Promise<void> {
  const archive = given === undefined ? null : await archiveOfFolder(userPath(given))
  const { servePage } = await loadPlayground()
  const { url } = await servePage({ port, run: archive })
  print(`${given === undefined ? 'RoMAE' : given} in your browser: ${url} (Ctrl-C ends it)`)
  printResult({ url })
}

/** A package of its own, which few need and which is large. */
async function loadPlayground() {
  try {
    return await import('@romae/playground')
  } catch (cause) {
    if ((cause as { readonly code?: unknown }).code !== 'ERR_MODULE_NOT_FOUND') throw cause
    throw errors.APP_NO_PLAYGROUND(undefined, cause)
  }
}
