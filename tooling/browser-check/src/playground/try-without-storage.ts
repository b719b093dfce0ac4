import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { servePage } from '@romae/playground'
import puppeteer, { type Browser, type LaunchOptions } from 'puppeteer-core'
import { openPlayground, type PlaygroundTab, type TableFile } from './open-page.ts'
import { type Findings, PATIENCE } from './try-journey.ts'

/** Blocks cookies, and with them whatever else a page keeps; and the camera. */
const BLOCKED = { profile: { default_content_setting_values: { cookies: 2, media_stream_camera: 2 } } }

/**
 * In a browser that keeps nothing, and has neither headers nor a service worker for threads, a table is filled all the same; and where the
 * camera is refused, the page says so.
 */
export async function tryWithoutStorage(
  launched: LaunchOptions,
  { folder, file }: { readonly folder: string; readonly file: TableFile },
  found: Findings,
): Promise<void> {
  const profile = await mkdtemp(path.join(tmpdir(), 'romae-profile-'))
  const served = await servePage({ folder, headers: false })
  let browser: Browser | null = null
  try {
    await mkdir(path.join(profile, 'Default'))
    await writeFile(path.join(profile, 'Default/Preferences'), JSON.stringify(BLOCKED))
    const prefs = {
      extraPrefsFirefox: {
        ...launched.extraPrefsFirefox,
        'network.cookie.cookieBehavior': 2,
        'media.navigator.permission.disabled': false,
        'permissions.default.camera': 2,
      },
    }
    const args = launched.args?.filter((arg) => arg !== '--use-fake-ui-for-media-stream') ?? []
    const own = launched.browser === 'firefox' ? prefs : { userDataDir: profile, args }
    browser = await puppeteer.launch({ ...launched, ...own })
    const tab = await openPlayground(browser, served.url)
    // Nothing tells when it has given up waiting for threads.
    await new Promise((resolve) => setTimeout(resolve, 5000))
    await tab.call('drop', file)
    const { problem, facts } = await tab.until((state) => state.facts.filled !== null || state.problem !== '', PATIENCE)
    found.expect(facts.filled !== null, `where a browser keeps nothing: ${problem}`)
    const [kept, machine] = [await tab.call('textOf', 'kept'), await tab.call('textOf', 'machine')]
    found.line(`where a browser keeps nothing: "${machine}" "${kept}"`)
    found.expect(/keeps nothing/.test(kept), `where a browser keeps nothing, the page says "${kept}"`)
    found.expect(/^One thread.*in memory alone/.test(machine), `where a browser keeps nothing: "${machine}"`)
    await tryRefusedCamera(tab, found)
    // Firefox says of itself that there is no service worker then.
    for (const error of tab.errors.filter((text) => !/ServiceWorker/.test(text))) {
      found.problem(`where a browser keeps nothing, the page threw ${error}`)
    }
  } finally {
    await browser?.close()
    await served.close()
    await rm(profile, { recursive: true, force: true })
  }
}

async function tryRefusedCamera({ call, until }: PlaygroundTab, found: Findings): Promise<void> {
  await call('click', 'shapes')
  await until((state) => state.status.startsWith('Told') || state.problem !== '', PATIENCE)
  await call('click', 'camera')
  const { problem } = await until((state) => state.problem !== '', 30)
  found.line(`where the camera is refused: ${problem}`)
  found.expect(
    /camera/.test(problem) && /allow/i.test(problem),
    `where the camera is refused, the page says "${problem}"`,
  )
}
