import { execFileSync } from 'node:child_process'
import path from 'node:path'
import {
  type ListeningRegistry,
  type LocalRegistry,
  manifestIn,
  type Offered,
  serveRegistry,
} from './local-registry.ts'
import { packPackage } from './packed-install.ts'
import { runTurbo } from './turbo.ts'
import { serveVerdaccio } from './verdaccio.ts'
import { readWorkspace } from './workspace.ts'

/** Where ONNX Runtime's binaries for the machine that this runs on are packed from. */
export const runtimeHere = `@romae/onnxruntime-${process.platform}-${process.arch}`

/**
 * Builds and packs everything that a release publishes, and serves it as a registry would. ONNX Runtime's packages for other
 * platforms are listed, as they would be, and have no tarball.
 *
 * @param folder for the tarballs
 * @throws Error where the build fails
 */
export async function servePacked(root: string, folder: string): Promise<ListeningRegistry> {
  return serveRegistry(await packAll(root, folder), upstreamOf(folder))
}

/** The same by verdaccio, to which all is published as a release does; it takes a minute more. @throws Error */
export async function publishPacked(root: string, folder: string): Promise<LocalRegistry> {
  return serveVerdaccio(await packAll(root, folder), upstreamOf(folder), path.join(folder, 'verdaccio'))
}

async function packAll(root: string, folder: string): Promise<readonly Offered[]> {
  const { status } = runTurbo(root, ['build', '--output-logs=errors-only'], 'capture')
  if (status !== 0) throw new Error('the build failed')
  const { packages } = await readWorkspace(root)
  const offered: Offered[] = []
  for (const owner of packages) {
    if (owner.published || owner.name === runtimeHere) {
      const tarball = await packPackage(root, owner, folder)
      offered.push({ manifest: manifestIn(tarball), tarball })
    } else if (owner.runtime) {
      offered.push({ manifest: { ...owner.manifest, dependencies: {}, scripts: {} } })
    }
  }
  return offered
}

/** The registry of the machine. @param folder one outside of the repository */
export function upstreamOf(folder: string): string {
  return execFileSync('npm', ['config', 'get', 'registry'], { cwd: path.dirname(folder), encoding: 'utf8' }).trim()
}
