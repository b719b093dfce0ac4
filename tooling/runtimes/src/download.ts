import { execFileSync } from 'node:child_process'
import { readdirSync } from 'node:fs'
import path from 'node:path'

/** Fetches a package's tarball from the registry with npm, which takes it from its cache where it can. Returns its path. */
export function download({ name, version }: { name: string; version: string }, folder: string): string {
  const options = ['--pack-destination', folder, '--prefer-offline', '--ignore-scripts', '--loglevel=error']
  // Windows finds npm only through a shell; nothing here comes from outside.
  execFileSync('npm', ['pack', `${name}@${version}`, ...options], {
    stdio: ['ignore', 'ignore', 'inherit'],
    shell: process.platform === 'win32',
  })
  const [file] = readdirSync(folder)
  if (file === undefined) throw new Error(`npm pack ${name}@${version} wrote no file`)
  return path.join(folder, file)
}
