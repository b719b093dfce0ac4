import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'

/** The apps of the repository, by the word after `pnpm`. */
const apps = {
  audio: import.meta.resolve('@romae/app-audio/src/main.ts'),
  image: import.meta.resolve('@romae/app-image/src/main.ts'),
  timeseries: import.meta.resolve('@romae/app-timeseries/src/main.ts'),
} as const
export type App = keyof typeof apps

/** What a command of an app came to. */
export interface Ended {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

/**
 * Runs a command of an app in a folder, with models of a size that can be kept.
 *
 * @param stopAt a folder in the making: the run is interrupted once it is there
 */
export function runApp(folder: string, app: App, words: readonly string[], stopAt?: string): Promise<Ended> {
  const loaders = ['--conditions=@romae/source', '--import', import.meta.resolve('tsx')]
  const command = [
    ...loaders,
    '--import',
    new URL('./small-size.ts', import.meta.url).href,
    fileURLToPath(apps[app]),
    ...words,
  ]
  const env = { ...process.env, INIT_CWD: folder, ...(stopAt !== undefined && { ROMAE_STOP_AT: stopAt }) }
  return new Promise((resolve) => {
    execFile(process.execPath, command, { env, maxBuffer: 2 ** 24 }, (error, stdout, stderr) => {
      const code = error === null ? 0 : typeof error.code === 'number' ? error.code : null
      resolve({ code, stdout, stderr })
    })
  })
}
