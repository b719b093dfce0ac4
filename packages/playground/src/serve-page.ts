import { existsSync } from 'node:fs'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { fileURLToPath } from 'node:url'
import sirv from 'sirv'
import { errors } from './errors.ts'
import { headers } from './policy.ts'

/** A page that is served on this machine, and to no other. */
export interface ServedPage {
  readonly url: string
  close(): Promise<void>
}

/** How a page is served. */
export interface ServeOptions {
  /** Null, the default: any that is free. What the page keeps in a browser, it keeps for its port. */
  readonly port?: number | null
  /** The folder that was built; by default the one of this package. */
  readonly folder?: string
  /** The archive of a run, which is at `run.zip` beside the page; the address then has the page open it. */
  readonly run?: Uint8Array | null
  /** Without them (default: true) it is served as by a host that lets nobody set any. */
  readonly headers?: boolean
}

const HOST = '127.0.0.1'

/**
 * Serves the page.
 *
 * @throws RomaeError `PLAYGROUND_NO_PAGE`; `PLAYGROUND_PORT` for a port that something else has
 */
export async function servePage(options: ServeOptions = {}): Promise<ServedPage> {
  const { port = null, folder = ownPage(), run = null } = options
  if (!existsSync(`${folder}/index.html`)) throw errors.PLAYGROUND_NO_PAGE({ folder })
  const own = options.headers === false ? {} : headers
  const files = sirv(folder, { etag: true, setHeaders: (response) => setAll(response, own) })
  const server = createServer((request, response) => {
    if (!isForUs(request)) {
      // A page of another host that has its name lead here must not read what is served to this machine.
      response.writeHead(403).end('This page is served to this machine alone, as localhost.\n')
    } else if (run !== null && request.url === '/run.zip') {
      setAll(response, own)
      response.setHeader('Content-Type', 'application/zip')
      response.setHeader('Cache-Control', 'no-store')
      response.end(run)
    } else {
      files(request, response, () => {
        response.writeHead(404).end('There is no such file.\n')
      })
    }
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', ({ message }) => reject(errors.PLAYGROUND_PORT({ port: port ?? 0, reason: message })))
    server.listen(port ?? 0, HOST, resolve)
  })
  const address = server.address() as { readonly port: number }
  return {
    url: `http://localhost:${address.port}/${run === null ? '' : '#model=run.zip'}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

function ownPage(): string {
  // From `src` and from `dist` alike.
  return fileURLToPath(new URL('../dist/page', import.meta.url))
}

function isForUs({ headers: { host = '' } }: IncomingMessage): boolean {
  return /^(?:localhost|127\.0\.0\.1)(?::\d+)?$/.test(host)
}

function setAll(response: ServerResponse, all: Readonly<Record<string, string>>): void {
  for (const [name, value] of Object.entries(all)) response.setHeader(name, value)
}
