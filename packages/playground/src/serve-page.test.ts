import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { contentSecurityPolicy, servePage } from './index.ts'

let folder: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'romae-playground-'))
  await writeFile(join(folder, 'index.html'), '<!doctype html>')
  await writeFile(join(folder, 'ort.wasm'), new Uint8Array([0, 97, 115, 109]))
})

afterAll(() => rm(folder, { recursive: true }))

describe('the page', () => {
  it('is served with its policy, and WebAssembly as what it is', async () => {
    const { url, close } = await servePage({ folder })
    const page = await fetch(url)
    expect(page.headers.get('content-security-policy')).toBe(contentSecurityPolicy)
    expect(page.headers.get('cross-origin-opener-policy')).toBe('same-origin')
    expect(await page.text()).toBe('<!doctype html>')
    const wasm = await fetch(new URL('ort.wasm', url))
    expect(wasm.headers.get('content-type')).toBe('application/wasm')
    expect((await fetch(new URL('../serve-page.ts', url))).status).toBe(404)
    expect((await fetch(new URL('run.zip', url))).status).toBe(404)
    await close()
  })

  it('has the archive of a run beside it, and an address that opens it', async () => {
    const { url, close } = await servePage({ folder, run: new Uint8Array([80, 75]) })
    expect(new URL(url).hash).toBe('#model=run.zip')
    expect([...new Uint8Array(await (await fetch(new URL('run.zip', url))).arrayBuffer())]).toEqual([80, 75])
    await close()
  })

  it('answers nobody who comes by another name', async () => {
    const { url, close } = await servePage({ folder, run: new Uint8Array([80, 75]) })
    const { port } = new URL(url)
    const status = await new Promise((resolve) => {
      const headers = { host: `rebound.example:${port}` }
      request({ host: '127.0.0.1', port, path: '/run.zip', headers }, (answer) => {
        answer.resume()
        resolve(answer.statusCode)
      }).end()
    })
    expect(status).toBe(403)
    await close()
  })

  it('says that there is none, or that the port is taken', async () => {
    const missing = join(folder, 'nothing')
    await expect(servePage({ folder: missing })).rejects.toThrowRomae('PLAYGROUND_NO_PAGE', { folder: missing })
    const { url, close } = await servePage({ folder })
    const port = Number(new URL(url).port)
    await expect(servePage({ folder, port })).rejects.toThrowRomae('PLAYGROUND_PORT', { port })
    await close()
  })
})
