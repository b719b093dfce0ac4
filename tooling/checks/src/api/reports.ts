import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { WorkspacePackage } from '../workspace.ts'

/** What can be imported of a package: its entry point and that entry's declarations. */
export interface EntryPoint {
  readonly owner: WorkspacePackage
  /** As it is imported: `@romae/tokenizer/testing`. */
  readonly specifier: string
  /** Of its report, in `docs/api`: `tokenizer-testing.api.md`. */
  readonly report: string
  /** The built declarations, relative to the root. */
  readonly declarations: string
}

/** Every entry point with declarations of the published packages. */
export function entryPoints(packages: readonly WorkspacePackage[]): EntryPoint[] {
  return packages
    .filter(({ published }) => published)
    .flatMap((owner) =>
      Object.entries(owner.manifest.exports ?? {}).flatMap(([subpath, target]) => {
        if (typeof target === 'string' || target.types === undefined) return []
        const specifier = path.posix.join(owner.name, subpath)
        const report = `${specifier.replace('@romae/', '').replaceAll('/', '-')}.api.md`
        return [{ owner, specifier, report, declarations: path.posix.join(owner.directory, target.types) }]
      }),
    )
}

/**
 * The report of each entry point: every declaration that can be imported, without its description.
 *
 * @param entries built; all of them are read as one program, which takes seconds and not a minute
 * @returns texts by the names of their files
 * @throws Error if declarations cannot be read
 */
export async function apiReports(root: string, entries: readonly EntryPoint[]): Promise<Map<string, string>> {
  const { CompilerState, Extractor, ExtractorConfig, ExtractorLogLevel } = await import('@microsoft/api-extractor')
  const scratch = mkdtempSync(path.join(tmpdir(), 'romae-api-'))
  const silent = { default: { logLevel: ExtractorLogLevel.None } }
  const files = entries.map(({ declarations }) => path.join(root, declarations))
  mkdirSync(path.join(scratch, 'temporary'))
  try {
    const configs = entries.map(({ owner, report, declarations }) =>
      ExtractorConfig.prepare({
        configObject: {
          projectFolder: path.join(root, owner.directory),
          mainEntryPointFilePath: path.join(root, declarations),
          newlineKind: 'lf',
          compiler: {
            overrideTsconfig: {
              compilerOptions: {
                target: 'es2022',
                module: 'nodenext',
                moduleResolution: 'nodenext',
                lib: ['es2022', 'dom'],
                types: ['node'],
                strict: true,
                skipLibCheck: true,
              },
              files,
            },
          },
          apiReport: {
            enabled: true,
            reportFileName: report,
            reportFolder: scratch,
            reportTempFolder: path.join(scratch, 'temporary'),
          },
          docModel: { enabled: false },
          dtsRollup: { enabled: false },
          tsdocMetadata: { enabled: false },
          // Types and descriptions have checks of their own.
          messages: {
            compilerMessageReporting: silent,
            extractorMessageReporting: silent,
            tsdocMessageReporting: silent,
          },
        },
        configObjectFullPath: undefined,
        packageJsonFullPath: path.join(root, owner.directory, 'package.json'),
      }),
    )
    const compilerState = CompilerState.create(configs[0]!, { additionalEntryPoints: files.slice(1) })
    return new Map(
      configs.map((config, index) => {
        const { report } = entries[index]!
        Extractor.invoke(config, {
          localBuild: true,
          compilerState,
          messageCallback: (message) => {
            message.handled = true
          },
        })
        return [report, withoutNumbers(readFileSync(path.join(scratch, report), 'utf8'))]
      }),
    )
  } finally {
    rmSync(scratch, { recursive: true })
  }
}

/**
 * The schemas of options are each called `schema` in a file of their own. A bundle numbers them as it happens to come to their files, another
 * one the next time.
 */
function withoutNumbers(report: string): string {
  return report.replaceAll(/\btypeof schema(?:[$_]\d+)+/g, 'typeof schema')
}
