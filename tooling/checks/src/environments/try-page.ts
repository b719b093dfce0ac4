import { cp, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { WORKS_IN_PAGES } from './programs.ts'
import type { Project } from './project.ts'

/** What a page has beside it that its bundler does not put there. */
const beside = ['ort-wasm-simd-threaded.mjs', 'ort-wasm-simd-threaded.wasm']

/**
 * Opens a page that was built, in Chromium, and trains in it.
 *
 * @param folder relative to the project's folder
 * @param isAlone whether the bundler put WebAssembly's files where they are found
 * @returns what is wrong; null where nothing is
 */
export async function tryPage(project: Project, folder: string, isAlone: boolean): Promise<string | null> {
  const { hasChromium, launchChromium, serveFolder, withPage } = await import('@romae/browser-check')
  if (!hasChromium()) return null
  const served = path.join(project.folder, folder)
  const isOwn = await readFile(path.join(served, 'index.html')).then(
    () => true,
    () => false,
  )
  const page = '<!doctype html><link rel="icon" href="data:,"><script type="module" src="./main.js"></script>\n'
  if (!isOwn) await writeFile(path.join(served, 'index.html'), page)
  const runtime = path.join(project.folder, 'node_modules/onnxruntime-web/dist')
  if (!isAlone) for (const file of beside) await cp(path.join(runtime, file), path.join(served, 'ort', file))
  const server = await serveFolder(served, { isolated: false })
  const browser = await launchChromium()
  try {
    const options = isAlone ? {} : { wasmPaths: '/ort/' }
    const found = await withPage(browser, server.url, (opened) =>
      opened.evaluate(
        (given) => (globalThis as unknown as { use(options: object): Promise<string> }).use(given),
        options,
      ),
    )
    return found === WORKS_IN_PAGES ? null : found
  } catch (error) {
    return String(error).slice(0, 600)
  } finally {
    await browser.close()
    await server.close()
  }
}
