import { build, defaultClientConditions, type Rolldown } from 'vite'
import { NodeImports } from './node-imports.ts'

/** What a bundle of all that an entry exports holds. */
export interface EntryBundle {
  /** Characters of all scripts. */
  readonly size: number
  /** What it imports of Node: one line each. */
  readonly nodeImports: readonly string[]
}

const entryId = 'virtual:entry'

/**
 * Bundles names of a package for browsers, without anything in place of what only Node has.
 *
 * @param root a folder that has the package among its dependencies
 * @param names which exports; `*` all
 */
export async function bundleEntry(
  root: string,
  specifier: string,
  names: readonly string[] | '*',
): Promise<EntryBundle> {
  const nodeImports = new NodeImports()
  const result = await build({
    root,
    configFile: false,
    logLevel: 'silent',
    resolve: { conditions: ['@romae/source', ...defaultClientConditions] },
    build: {
      write: false,
      minify: false,
      target: 'es2022',
      rolldownOptions: { input: entryId, preserveEntrySignatures: 'strict' },
    },
    plugins: [
      nodeImports.plugin,
      {
        name: 'entry',
        resolveId: (id) => (id === entryId ? `${root}/entry.js` : null),
        load: (id) => {
          if (id !== `${root}/entry.js`) return null
          return `export ${names === '*' ? '*' : `{ ${names.join(', ')} }`} from '${specifier}'`
        },
      },
    ],
  })
  const chunks = (result as Rolldown.RolldownOutput).output.filter((file) => file.type === 'chunk')
  return {
    size: chunks.reduce((size, chunk) => size + chunk.code.length, 0),
    nodeImports: [...new Set(chunks.flatMap((chunk) => nodeImports.of(chunk)))],
  }
}
