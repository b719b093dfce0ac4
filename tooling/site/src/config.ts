import { readFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { slug } from 'github-slugger'
import { defineConfig } from 'vitepress'
import { pageLinks } from './page-links.ts'
import { excluded, pageOf } from './routes.ts'
import { sidebars } from './sidebar.ts'
import { tableCorners } from './table-corners.ts'

const root = fileURLToPath(new URL('../../..', import.meta.url)).replace(/[/\\]$/, '')
const icon = readFileSync(path.join(root, 'apps/playground/page/public/icon.svg'), 'base64')

/** Pages become modules that lie where nothing is installed: where they are rendered, Vue is found from this package. */
const vueFromHere = {
  name: 'vue-from-here',
  enforce: 'pre' as const,
  resolveId: (id: string, _importer: string | undefined, { ssr }: { ssr?: boolean }) =>
    ssr === true && /^vue(?:\/server-renderer)?$/.test(id) ? { id, external: true } : null,
}

/** The site is the repository's pages as they are; what is made of them lies in `generated` and `dist`. */
export default defineConfig({
  srcDir: root,
  srcExclude: [...excluded],
  rewrites: (file) => pageOf(file) ?? file,
  outDir: path.join(root, 'tooling/site/dist'),
  cacheDir: path.join(root, 'tooling/site/generated/cache'),
  base: process.env.ROMAE_SITE_BASE ?? '/',
  lang: 'en',
  title: 'RoMAE',
  description:
    'Fill gaps, forecast and classify: one model for time series, images and sounds, in Node and in a browser',
  head: [['link', { rel: 'icon', type: 'image/svg+xml', href: `data:image/svg+xml;base64,${icon}` }]],
  markdown: {
    theme: { light: 'github-light-high-contrast', dark: 'github-dark-high-contrast' },
    // Anchors are those of the code host, so that a link works in both places.
    anchor: { slugify: slug },
    config(markdown) {
      pageLinks(root)(markdown)
      tableCorners(markdown)
    },
  },
  vite: { plugins: [vueFromHere] },
  themeConfig: {
    sidebar: sidebars(root),
    outline: { level: [2, 3] },
    search: { provider: 'local' },
    nav: [
      { text: 'Quickstart', link: '/quickstart' },
      { text: 'Results', link: '/results/index' },
      { text: 'API', link: '/api/index' },
    ],
    socialLinks: [{ icon: 'github', link: 'https://github.com/romae/romae' }],
  },
})
