import { existsSync } from 'node:fs'
import { type Browser, chromium } from 'playwright-core'

/** Where Debian's package puts it. */
export const debianChromium = '/usr/bin/chromium'

export const chromiumFlags: readonly string[] = [
  // The check may run as root in a container, where Chromium's sandbox cannot.
  '--no-sandbox',
  '--disable-gpu',
  // WebGPU without a graphics card: computed on the processor.
  '--enable-unsafe-webgpu',
  '--use-webgpu-adapter=swiftshader',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

/** Whether Debian's Chromium is installed. */
export const hasChromium = () => existsSync(debianChromium)

/** Starts Debian's Chromium without a window. */
export async function launchChromium(executablePath = debianChromium): Promise<Browser> {
  if (!existsSync(executablePath)) {
    throw new Error(`there is no ${executablePath}: install Chromium, on Debian with "apt-get install chromium"`)
  }
  return chromium.launch({ executablePath, headless: true, args: [...chromiumFlags] })
}
