import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { bundlePage, hasChromium, launchChromium, serveFolder, withPage } from '@romae/browser-check'
import type { ExportPage } from './page/main.ts'
import type { RuntimeRun, Skipped } from './runtime-run.ts'

const source = fileURLToPath(new URL('./page', import.meta.url))

/** Runs the cases of a folder by onnxruntime-web in headless Chromium, on a page that is bundled into the folder too. */
export async function chromiumRun(folder: string): Promise<RuntimeRun | Skipped> {
  if (!hasChromium()) return { skipped: 'there is no Chromium: on Debian, apt-get install chromium' }
  await bundlePage(source, path.join(folder, 'page'))
  const server = await serveFolder(folder, { isolated: false })
  const browser = await launchChromium()
  try {
    return await withPage(browser, `${server.url}page/index.html`, async (page) => {
      const { version, results } = await page.evaluate(() =>
        (globalThis as unknown as { page: ExportPage }).page.run('..'),
      )
      return { runtime: `onnxruntime-web ${version} in Chromium`, results, problems: [] }
    })
  } finally {
    await browser.close()
    await server.close()
  }
}
