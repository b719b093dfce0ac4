import { createHash } from 'node:crypto'
import { createReadStream, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { extract } from 'tar'
import type { Manifest } from './workspace.ts'

/** A package as the registry offers it. */
export interface Offered {
  readonly manifest: Manifest
  /** Absent: the package is listed, and asking for its tarball is a request that fails. */
  readonly tarball?: string
}

export interface LocalRegistry {
  readonly url: string
  close(): Promise<void>
}

/** One that knows what it was asked for. */
export interface ListeningRegistry extends LocalRegistry {
  /** The tarballs that were asked for, by name. */
  readonly requested: readonly string[]
}

/** What a tarball says about itself. */
export function manifestIn(tarball: string): Manifest {
  const folder = mkdtempSync(path.join(tmpdir(), 'romae-manifest-'))
  try {
    extract({ file: tarball, cwd: folder, sync: true, filter: (entry) => entry === 'package/package.json' })
    return JSON.parse(readFileSync(path.join(folder, 'package/package.json'), 'utf8'))
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/** A registry on this machine that has these packages, and sends clients to another one for all else. */
export async function serveRegistry(offered: readonly Offered[], upstream: string): Promise<ListeningRegistry> {
  const byName = new Map(offered.map((offer) => [offer.manifest.name, offer]))
  const requested: string[] = []
  const server = createServer(({ url = '/' }, response) => {
    const name = decodeURIComponent(url.slice(1).split('?')[0]!)
    const offer = byName.get(name.replace(/^-\//, ''))
    if (offer === undefined) return response.writeHead(302, { location: new URL(url, upstream).href }).end()
    if (!name.startsWith('-/')) {
      return response
        .writeHead(200, { 'content-type': 'application/json' })
        .end(JSON.stringify(describe(offer, address())))
    }
    requested.push(offer.manifest.name)
    if (offer.tarball === undefined) return response.writeHead(404).end()
    response.writeHead(200, { 'content-type': 'application/octet-stream' })
    return createReadStream(offer.tarball).pipe(response)
  })
  const address = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: address(),
    requested,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

/** A package's page, with its one version. */
function describe({ manifest, tarball }: Offered, registry: string) {
  const { name, version } = manifest
  const bytes = tarball === undefined ? '' : readFileSync(tarball)
  const integrity = `sha512-${createHash('sha512').update(bytes).digest('base64')}`
  const dist = { tarball: `${registry}-/${encodeURIComponent(name)}`, integrity }
  return { name, 'dist-tags': { latest: version }, versions: { [version]: { ...manifest, dist } } }
}
