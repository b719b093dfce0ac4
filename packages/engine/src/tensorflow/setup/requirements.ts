import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { type CommandResult, isolated, runCommand } from './run-command.ts'

/** The programs and headers that building the addon takes. */
export interface Requirements {
  readonly python: string
  readonly compiler: string
  /** Holds `node_api.h`. */
  readonly headers: string
}

/** One thing that is needed and is not there. */
export interface MissingRequirement {
  readonly what: string
  readonly found: string
  readonly wayOut: string
}

/** Where requirements are looked for; tests narrow it. */
export interface RequirementOptions {
  readonly environment?: NodeJS.ProcessEnv
  /** A folder with Node's headers, before all other places. */
  readonly headers?: string | undefined
  /** A wheel that was fetched by other means. */
  readonly wheel?: string | undefined
  /** Whether the wheel is to be downloaded. */
  readonly download: boolean
  /** The running Node's executable. */
  readonly node?: string
  /** A file: packages are looked for from here. */
  readonly from?: string
  readonly platform?: string
}

/** What building the addon takes: found, or all that is missing at once. */
export async function findRequirements(
  options: RequirementOptions,
): Promise<{ readonly found: Requirements; readonly missing: readonly MissingRequirement[] }> {
  const { environment = process.env, platform = `${process.platform}-${process.arch}` } = options
  const python = environment.PYTHON ?? 'python3'
  const compiler = environment.CXX ?? 'g++'
  const [pythonVersion, pipVersion, compilerVersion] = await Promise.all([
    runCommand(python, ['--version'], environment),
    runCommand(python, [isolated, '-m', 'pip', '--version'], environment),
    runCommand(compiler, ['--version'], environment),
  ])
  const headers = findHeaders(options)
  const missing: MissingRequirement[] = []
  const need = (what: string, result: CommandResult, wayOut: string) => {
    if (!result.ok) missing.push({ what, found: result.reason, wayOut })
  }
  if (platform !== 'linux-x64') {
    const wayOut = `elsewhere, let the package's own install script try: "npm rebuild @tensorflow/tfjs-node"`
    missing.push({ what: 'Linux on x86-64', found: platform, wayOut })
  }
  need('Python 3', pythonVersion, 'Debian and Ubuntu: "apt-get install python3"; PYTHON names another one')
  if (options.download && pythonVersion.ok) {
    const wayOut = 'Debian and Ubuntu: "apt-get install python3-pip"; or give the wheel yourself: --wheel FILE'
    need('pip', pipVersion, wayOut)
  }
  need('a C++ compiler', compilerVersion, 'Debian and Ubuntu: "apt-get install g++"; CXX names another one')
  if (headers.folder === undefined) {
    missing.push({
      what: "Node's headers (node_api.h)",
      found: `none in ${headers.tried.join(', ')}`,
      wayOut: '"npm install --save-dev node-api-headers"; or name their folder: --headers FOLDER',
    })
  }
  if (options.wheel !== undefined && !existsSync(options.wheel)) {
    const wayOut = 'leave --wheel out, and it is downloaded'
    missing.push({ what: 'the wheel', found: `there is no file ${options.wheel}`, wayOut })
  }
  return { found: { python, compiler, headers: headers.folder ?? '' }, missing }
}

/** The headers of the running Node beside its executable, else those of the npm package `node-api-headers`. */
function findHeaders({ headers, node = process.execPath, from = import.meta.url }: RequirementOptions) {
  const candidates = headers === undefined ? [join(dirname(dirname(node)), 'include', 'node')] : [headers]
  if (headers === undefined) {
    try {
      candidates.push(join(dirname(createRequire(from).resolve('node-api-headers/package.json')), 'include'))
    } catch {
      // Not installed: then the executable's folder was the only place.
    }
  }
  return { tried: candidates, folder: candidates.find((folder) => existsSync(join(folder, 'node_api.h'))) }
}
