import { preview } from 'vite'
import { headers } from './policy.ts'

/** A page that is served on this machine, and to no other. */
export interface ServedPage {
  readonly url: string
  close(): Promise<void>
}

/**
 * Serves a page that was built.
 *
 * @param options.port null: any that is free
 * @param options.headers without them it is served as by a host that lets nobody set any
 */
export async function servePage(
  folder: string,
  options: { readonly port: number | null; readonly headers?: boolean },
): Promise<ServedPage> {
  const { port } = options
  const server = await preview({
    root: folder,
    base: './',
    configFile: false,
    logLevel: 'silent',
    build: { outDir: '.' },
    preview: {
      host: '127.0.0.1',
      port: port ?? 0,
      strictPort: port !== null,
      open: false,
      headers: options.headers === false ? {} : { ...headers },
    },
  })
  const address = server.httpServer.address()
  if (address === null || typeof address === 'string') throw new Error('the page is not served on a port')
  return { url: `http://localhost:${address.port}/`, close: () => server.close() }
}
