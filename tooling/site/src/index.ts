export { buildSite, siteFolder } from './build-site.ts'
export { findDeadLinks, type LinkFindings } from './find-dead-links.ts'
export { siteSizes } from './site-sizes.ts'
