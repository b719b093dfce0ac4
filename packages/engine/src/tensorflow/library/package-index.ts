import { errors } from '../../errors.ts'
import type { FoundIndex } from './configuration-files.ts'
import { pipIndex } from './pip-configuration.ts'
import { uvIndex } from './uv-configuration.ts'

/** An index of Python packages, and who named it. */
export interface PackageIndex {
  /** Without name and password. */
  readonly address: string
  /** The header that says who asks; null where nobody has to. */
  readonly authorization: string | null
  readonly source: string
}

/**
 * The index to ask: the one that is given, else that of pip's variable, of uv's, of pip's files, of uv's files, in this order. There
 * is no other: which index is trusted is for the machine to say.
 *
 * @throws RomaeError `ENGINE_SETUP_NO_INDEX`, `ENGINE_SETUP_INDEX`
 */
export async function packageIndex(
  given: string | undefined,
  wheel: { readonly file: string; readonly project: string },
  environment: NodeJS.ProcessEnv = process.env,
): Promise<PackageIndex> {
  const found = given === undefined ? await configuredIndex(environment) : { address: given, source: '--index' }
  if (found === null) throw errors.ENGINE_SETUP_NO_INDEX(wheel)
  const { source } = found
  const url = URL.canParse(found.address) ? new URL(found.address) : null
  if (url === null || !['http:', 'https:'].includes(url.protocol)) {
    throw errors.ENGINE_SETUP_INDEX({ address: `of ${source}`, source, reason: 'it is no address of the web' })
  }
  const { username, password } = url
  const who = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`
  url.username = url.password = ''
  const authorization = username === '' ? null : `Basic ${Buffer.from(who).toString('base64')}`
  return { address: url.href.endsWith('/') ? url.href : `${url.href}/`, authorization, source }
}

/** Variables in the order in which they count. */
const variables = ['PIP_INDEX_URL', 'UV_DEFAULT_INDEX', 'UV_INDEX_URL']

async function configuredIndex(environment: NodeJS.ProcessEnv): Promise<FoundIndex | null> {
  for (const source of variables) {
    // uv lets an index have a name: NAME=ADDRESS.
    const address = environment[source]?.trim().replace(/^[\w.-]+=(?=https?:)/, '')
    if (address) return { address, source }
  }
  return (await pipIndex(environment)) ?? uvIndex(environment)
}
