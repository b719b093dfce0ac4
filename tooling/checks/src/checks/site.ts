import type { Check } from '../check.ts'

/** The documentation as a site: it is built, leads to what is there, and serves everybody, alone. */
export const site: Check = {
  name: 'site',
  description: 'pnpm site: links and anchors, offline search, axe, hosts, narrow windows, sizes (needs Chromium)',
  async run(root) {
    const { buildSite, findDeadLinks, siteFolder, siteSizes } = await import('@romae/site')
    const { hasChromium, trySite } = await import('@romae/browser-check')
    if (!hasChromium()) return { ok: false, figure: 'there is no Chromium' }
    await buildSite()
    const dead = findDeadLinks(siteFolder, root)
    const seen = await trySite(siteFolder, process.env.ROMAE_SCREENSHOTS ?? null)
    const problems = [...dead.problems, ...seen.problems]
    return {
      ok: problems.length === 0 && dead.pages > 0,
      figure: `problems of ${dead.pages} pages with ${dead.links} links: ${problems.length}`,
      details: problems,
      listing: [...siteSizes(siteFolder), ...seen.lines],
    }
  },
}
