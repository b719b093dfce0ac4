import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import type { DefaultTheme } from 'vitepress'
import { apiSource } from './routes.ts'

type Item = DefaultTheme.SidebarItem

const page = (text: string, name: string): Item => ({ text, link: `/${name}` })

/** All pages of a folder by their headings, its first page before them. */
function pagesOf(root: string, folder: string, route: string): Item[] {
  const files = readdirSync(path.join(root, folder)).filter((file) => file.endsWith('.md') && file !== 'README.md')
  const pages = files
    .sort()
    .map((file) => page(headingOf(path.join(root, folder, file)), `${route}/${file.slice(0, -3)}`))
  return [page('Overview', `${route}/index`), ...pages]
}

function headingOf(file: string): string {
  return /^# (.*)$/m.exec(readFileSync(file, 'utf8'))?.[1]?.replaceAll('`', '') ?? path.basename(file, '.md')
}

function packagePages(root: string): Item[] {
  return readdirSync(path.join(root, 'packages'))
    .filter((name) => name !== 'internal')
    .map((name) => page(name === 'romae' ? name : `@romae/${name}`, `packages/${name}`))
}

/** What stands beside every page: all groups are open, as a closed one would hold a button within a button. */
function groups(root: string): Item[] {
  return [
    {
      text: 'Begin',
      items: [
        page('What it is', 'index'),
        page('Quickstart', 'quickstart'),
        page('Concepts', 'concepts'),
        page('From PyTorch', 'pytorch'),
        page('Beside other libraries', 'comparison'),
      ],
    },
    {
      text: 'Guides',
      items: [
        page('Fill gaps', 'imputation'),
        page('Forecast', 'forecasting'),
        page('Find anomalies', 'anomalies'),
        page('Time series, and classes of them', 'timeseries'),
        page('Images', 'images'),
        page('Sounds', 'audio'),
        page('Several modalities in one model', 'several'),
        page('A modality of your own', 'plugins'),
        page('Engines', 'packages/engine'),
        page('In a browser', 'browser'),
        page('The playground', 'playground'),
        page('On several machines', 'distributed'),
        page('… what to expect, Slurm, Kubernetes', 'scaling'),
        page('Environments', 'environments'),
      ],
    },
    {
      text: 'Reference',
      items: [
        page('Results', 'results/index'),
        page('Every public name', 'api/index'),
        page('Error codes', 'errors/index'),
        page('Differences from the paper', 'differences'),
        page('Versions', 'versions'),
        page('Dependencies', 'dependencies'),
        page('Privacy', 'privacy'),
        page('Security', 'security'),
      ],
    },
    { text: 'Packages', items: packagePages(root) },
    {
      text: 'How it is made',
      items: [
        page('Architecture', 'architecture'),
        page('A tour of the code', 'tour'),
        page('Decisions', 'decisions/index'),
        page('Contributing', 'contributing'),
      ],
    },
  ]
}

/** Folders whose pages have one another beside them. */
const folders = [
  ['Results', 'results', 'docs/results'],
  ['Every public name', 'api', apiSource],
  ['Error codes', 'errors', 'docs/errors'],
  ['Decisions', 'decisions', 'docs/decisions'],
] as const

/** What stands beside pages, by the beginning of their addresses. */
export function sidebars(root: string): Record<string, Item[]> {
  const common = groups(root)
  const own = folders.map(([text, route, folder]): [string, Item[]] => {
    return [`/${route}/`, [{ text, items: pagesOf(root, folder, route) }, ...common]]
  })
  return { ...Object.fromEntries(own), '/': common }
}
