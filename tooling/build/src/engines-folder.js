import { homedir } from 'node:os'
import path from 'node:path'

/** Where libraries of engines are on the platforms that they have been run on: in the user's folder for caches. */
export function enginesFolder() {
  const { ROMAE_ENGINES, XDG_CACHE_HOME } = process.env
  return ROMAE_ENGINES ?? path.join(XDG_CACHE_HOME || path.join(homedir(), '.cache'), 'romae', 'tensorflow')
}
