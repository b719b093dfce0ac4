import path from 'node:path'
import { getPackages } from '@manypkg/get-packages'
import { Application, Converter, type DeclarationReflection, type ProjectReflection } from 'typedoc'
import { repository } from './routes.ts'

interface Entry {
  /** As it is imported: `@romae/tokenizer/testing`. */
  readonly specifier: string
  readonly source: string
}

/** Every entry point of the published packages, by its source. */
async function entryPoints(root: string): Promise<Entry[]> {
  const { packages } = await getPackages(root)
  return packages
    .filter(({ packageJson, relativeDir }) => packageJson.private !== true && relativeDir.startsWith('packages'))
    .flatMap(({ packageJson, relativeDir }) => {
      const { exports = {} } = packageJson as { exports?: Record<string, string | Record<string, string>> }
      return Object.entries(exports).flatMap(([subpath, target]) => {
        const source = typeof target === 'string' ? undefined : target['@romae/source']
        if (source === undefined || !source.endsWith('.ts')) return []
        return [{ specifier: path.posix.join(packageJson.name, subpath), source: path.posix.join(relativeDir, source) }]
      })
    })
}

/**
 * Writes one page of declarations and their descriptions for each entry point, from the doc comments, and one that lists them.
 *
 * @param folder is emptied first
 * @throws Error where declarations cannot be read
 */
export async function writeApiPages(root: string, folder: string): Promise<void> {
  const entries = await entryPoints(root)
  const app = await Application.bootstrapWithPlugins({
    entryPoints: entries.map(({ source }) => path.join(root, source)),
    tsconfig: path.join(root, 'tsconfig.json'),
    basePath: root,
    plugin: ['typedoc-plugin-markdown'],
    name: 'API',
    readme: 'none',
    // Types have a check of their own.
    skipErrorChecking: true,
    excludeExternals: true,
    excludeInternal: true,
    excludePrivate: true,
    disableGit: true,
    sourceLinkTemplate: `${repository}/blob/main/packages/{path}#L{line}`,
    logLevel: 'Error',
    validation: false,
    outputs: [{ name: 'markdown', path: folder }],
    ...markdown,
  } as object)
  app.converter.on(Converter.EVENT_RESOLVE_BEGIN, ({ project }: { project: ProjectReflection }) => {
    for (const module of project.children ?? []) nameByImport(module, entries)
  })
  const project = await app.convert()
  if (project === undefined) throw new Error('the declarations cannot be read')
  await app.generateOutputs(project)
  if (app.logger.hasErrors()) throw new Error('the pages of declarations cannot be written')
}

const markdown = {
  outputFileStrategy: 'modules',
  entryFileName: 'README',
  flattenOutputFiles: true,
  hidePageHeader: true,
  hideBreadcrumbs: true,
  hideGroupHeadings: true,
  useCodeBlocks: true,
  // Its count of headings that are alike is not that of the pages' other headings.
  useHTMLAnchors: true,
  parametersFormat: 'table',
  interfacePropertiesFormat: 'table',
  typeAliasPropertiesFormat: 'table',
  tableColumnSettings: { hideSources: true, hideModifiers: true },
}

function nameByImport(module: DeclarationReflection, entries: readonly Entry[]): void {
  const file = module.sources?.[0]?.fullFileName
  const entry = entries.find(({ source }) => file?.endsWith(`/${source}`))
  if (entry !== undefined) module.name = entry.specifier
}
