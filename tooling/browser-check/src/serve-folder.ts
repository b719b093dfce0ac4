import { readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import path from 'node:path'

const mediaTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.mjs': 'text/javascript',
  '.wasm': 'application/wasm',
}

/** With these a page is cross-origin isolated, and WebAssembly may have threads. */
const isolation = { 'Cross-Origin-Opener-Policy': 'same-origin', 'Cross-Origin-Embedder-Policy': 'require-corp' }

/** A folder on a port of this machine. */
export interface FolderServer {
  readonly url: string
  close(): Promise<void>
}

/** Serves the files of a folder, as pages that are cross-origin isolated or not. */
export async function serveFolder(folder: string, { isolated }: { readonly isolated: boolean }): Promise<FolderServer> {
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost')
    // A URL's path is normalised: it cannot lead out of the folder.
    const file = path.join(folder, pathname === '/' ? 'index.html' : pathname)
    try {
      const body = await readFile(file)
      const type = mediaTypes[path.extname(file)] ?? 'application/octet-stream'
      response.writeHead(200, { 'Content-Type': type, ...(isolated ? isolation : {}) }).end(body)
    } catch {
      response.writeHead(404).end()
    }
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
