import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll } from 'vitest'

/** Answers one request; `count` is how many came before for the same path. */
type Answer = (request: IncomingMessage, response: ServerResponse, count: number) => void | Promise<void>

/** A server on this machine that answers by path. */
export interface FileServer {
  readonly url: string
  /** Paths with the range that was asked for, e.g. `/a.zip bytes=10-`. */
  readonly requests: string[]
}

/** Serves until the tests of the file are over. */
export async function fileServer(answers: Readonly<Record<string, Answer>>): Promise<FileServer> {
  const requests: string[] = []
  const counts = new Map<string, number>()
  const server = createServer((request, response) => {
    const path = request.url!
    requests.push([path, request.headers.range].filter(Boolean).join(' '))
    const count = counts.get(path) ?? 0
    counts.set(path, count + 1)
    response.on('error', () => {})
    const answer = answers[path] ?? ((_, missing) => void missing.writeHead(404).end('no such file'))
    void answer(request, response, count)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  afterAll(() => {
    server.closeAllConnections()
    server.close()
  })
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, requests }
}

/** Sends a file as good servers do: with its length and a tag, and from where the client wants to go on. */
export function sendFile(bytes: Uint8Array, { tag = '"1"', stopAfter = Infinity } = {}): Answer {
  return (request, response) => {
    const wanted = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1] ?? 0)
    const goesOn = wanted > 0 && request.headers['if-range'] === tag
    if (goesOn && wanted >= bytes.length) return void response.writeHead(416).end()
    const rest = bytes.subarray(goesOn ? wanted : 0)
    const headers = { etag: tag, 'content-length': rest.length }
    if (goesOn) {
      response.writeHead(206, { ...headers, 'content-range': `bytes ${wanted}-${bytes.length - 1}/${bytes.length}` })
    } else response.writeHead(200, headers)
    if (rest.length <= stopAfter) return void response.end(rest)
    sendAndBreak(response, rest.subarray(0, stopAfter))
  }
}

/** Sends a part and breaks the connection when it has arrived: clients drop what comes together with the break. */
export function sendAndBreak(response: ServerResponse, part: Uint8Array | string): void {
  response.write(part, () => setTimeout(() => response.destroy(), 300))
}
