import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { Command } from 'commander'

/** `romae engine …`: what `romae-engine` of @romae/engine does. */
export function engineCommand(): Command {
  return new Command('engine')
    .description('a faster engine: engine install | check | remove tensorflow, engine list, engine calibrate')
    .argument('[words...]')
    .allowUnknownOption()
    .helpOption(false)
    .action(async (words: readonly string[]) => {
      const manifest = createRequire(import.meta.url).resolve('@romae/engine/package.json')
      const script = join(dirname(manifest), 'bin', 'romae-engine.js')
      const child = spawn(process.execPath, [script, ...(words.length === 0 ? ['--help'] : words)], {
        stdio: 'inherit',
      })
      const [code] = (await once(child, 'exit')) as [number | null]
      process.exitCode = code ?? 1
    })
}
