import { temporaryFolder } from '@romae/build/temporary-folder'
import { expect, it, onTestFinished } from 'vitest'
import { serveFolder } from './serve-folder.ts'

async function serve(isolated: boolean) {
  const folder = await temporaryFolder({ 'index.html': '<p>here</p>' })
  const server = await serveFolder(folder, { isolated })
  onTestFinished(() => server.close())
  return server.url
}

it('serves the folder, its index.html first', async () => {
  const url = await serve(true)
  const response = await fetch(url)
  expect(await response.text()).toBe('<p>here</p>')
  expect(response.headers.get('content-type')).toMatch(/^text\/html/)
  expect((await fetch(`${url}absent.js`)).status).toBe(404)
})

it.each([
  [true, 'same-origin', 'require-corp'],
  [false, null, null],
])('pages that are to be isolated (%s) have the headers for it', async (isolated, opener, embedder) => {
  const { headers } = await fetch(await serve(isolated))
  expect(headers.get('cross-origin-opener-policy')).toBe(opener)
  expect(headers.get('cross-origin-embedder-policy')).toBe(embedder)
})
