import type { Browser, Page } from 'playwright-core'

/**
 * Opens a page, uses it, and closes it.
 *
 * @throws Error if the page threw, or wrote an error to its console
 */
export async function withPage<Result>(
  browser: Browser,
  url: string,
  use: (page: Page) => Promise<Result>,
): Promise<Result> {
  const page = await browser.newPage()
  const problems: string[] = []
  page.on('pageerror', (error) => problems.push(String(error)))
  page.on('console', (message) => {
    if (message.type() === 'error') problems.push(message.text())
  })
  try {
    await page.goto(url)
    const result = await use(page)
    if (problems.length > 0) throw new Error(problems.join('; '))
    return result
  } finally {
    await page.close()
  }
}
