import { buildSite, siteFolder } from './build-site.ts'

/** `pnpm site`: the site in `tooling/site/dist`. `ROMAE_SITE_BASE` is the path below which it is served, with slashes around it. */
await buildSite()
process.stdout.write(`${siteFolder}\n`)
