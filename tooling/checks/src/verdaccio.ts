import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, writeFile } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { createServer } from 'node:net'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import type { LocalRegistry, Offered } from './local-registry.ts'
import { userEnvironment } from './packed-install.ts'

const run = promisify(execFile)

/** One of its parts asks for a tag of node-fetch, which would be another version some day. */
const manifest = {
  private: true,
  dependencies: { verdaccio: '6.8.0' },
  overrides: { 'node-fetch': '2.7.0' },
}

/** The longest that it may take to start, in milliseconds. */
const PATIENCE = 120_000

/**
 * Verdaccio, with these packages published to it by `npm publish`, and another registry behind it. It is installed here and not with
 * the repository, of which it would be a third of all packages.
 *
 * @param folder an empty one, or none yet
 * @throws Error where it does not start, or a package cannot be published
 */
export async function serveVerdaccio(
  offered: readonly Offered[],
  upstream: string,
  folder: string,
): Promise<LocalRegistry> {
  await mkdir(folder, { recursive: true })
  await writeFile(path.join(folder, 'package.json'), JSON.stringify(manifest))
  const env = { ...userEnvironment(), npm_config_registry: upstream }
  await run('npm', ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'], { cwd: folder, env })
  const address = `127.0.0.1:${await freePort()}`
  await writeFile(path.join(folder, 'config.yaml'), JSON.stringify(configuration(upstream)))
  const words = ['node_modules/verdaccio/bin/verdaccio', '--config', 'config.yaml', '--listen', address]
  const server = spawn(process.execPath, words, { cwd: folder, env, stdio: ['ignore', 'ignore', 'pipe'] })
  const close = async () => {
    if (server.exitCode !== null || !server.kill()) return
    await once(server, 'exit')
  }
  try {
    const url = `http://${address}/`
    await started(server, `${url}-/ping`)
    // Anybody may publish, and npm wants to be somebody.
    await writeFile(path.join(folder, '.npmrc'), `//${address}/:_authToken=anybody\n`)
    for (const [index, one] of offered.entries()) await publish(one, url, folder, index)
    return { url, close }
  } catch (cause) {
    await close()
    throw cause
  }
}

/** YAML takes JSON. */
function configuration(upstream: string) {
  const anybody = { access: '$all', publish: '$all' }
  return {
    storage: './storage',
    uplinks: { upstream: { url: upstream, cache: false } },
    packages: { '@romae/*': anybody, romae: anybody, '**': { access: '$all', proxy: 'upstream' } },
    log: { type: 'stdout', level: 'fatal' },
    web: { enable: false },
    max_body_size: '500mb',
  }
}

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}

async function started(server: ChildProcess, ping: string): Promise<void> {
  let says = ''
  server.stderr!.on('data', (data) => {
    says += String(data)
  })
  const end = performance.now() + PATIENCE
  while (performance.now() < end && server.exitCode === null) {
    const isThere = await fetch(ping).then(
      ({ ok }) => ok,
      () => false,
    )
    if (isThere) return
    await sleep(50)
  }
  throw new Error(`verdaccio did not start: ${says}`)
}

/** A package without a tarball is published empty. */
async function publish({ manifest: own, tarball }: Offered, url: string, folder: string, index: number): Promise<void> {
  const place = path.join(folder, `published-${index}`)
  if (tarball === undefined) {
    await mkdir(place)
    await writeFile(path.join(place, 'package.json'), JSON.stringify(own))
  }
  const words = ['publish', tarball ?? place, '--provenance=false', '--ignore-scripts', '--loglevel=error']
  await run('npm', words, { cwd: folder, env: { ...userEnvironment(), npm_config_registry: url } })
}
