import { request } from '@romae/internal/download'
import { RomaeError } from '@romae/internal/errors'
import { Parser } from 'htmlparser2'
import { errors, reasonOf } from '../../errors.ts'
import type { PackageIndex } from './package-index.ts'
import type { LibraryWheel } from './wheels.ts'

/** The forms of a page that are understood: PEP 691's JSON, and PEP 503's HTML, which every index has. */
const forms = 'application/vnd.pypi.simple.v1+json, application/vnd.pypi.simple.v1+html;q=0.5, text/html;q=0.1'

/** Of a project's page, which lists all files of all versions. */
const MAX_BYTES = 2 ** 26

/** Milliseconds for a project's page. */
const patience = 60_000

/** A file that a project's page lists. */
interface Listed {
  readonly name: string
  readonly url: string
  /** Where the page says it. */
  readonly sha256: string | undefined
}

/**
 * Where an index has a wheel.
 *
 * @throws RomaeError `ENGINE_SETUP_INDEX`, `ENGINE_SETUP_CHECKSUM`
 */
export async function findInIndex(index: PackageIndex, wheel: LibraryWheel): Promise<string> {
  const { source } = index
  const page = new URL(`${wheel.project}/`, index.address).href
  const fail = (reason: string, cause?: unknown) => errors.ENGINE_SETUP_INDEX({ address: page, source, reason }, cause)
  const failures = {
    status: ({ status }: { status: number }) =>
      fail(status === 404 ? `it has no project ${wheel.project}` : `the server answers ${status}`),
    redirect: ({ reason }: { reason: string }) => fail(reason),
  }
  const signal = AbortSignal.timeout(patience)
  const response = await request(page, { accept: forms }, signal, failures, index.authorization).catch(
    (cause: unknown) => {
      if (RomaeError.isInstance(cause)) throw cause
      throw fail(signal.aborted ? `nothing came for ${patience / 1000} s` : reasonOf(cause), cause)
    },
  )
  const files = await listedFiles(response, fail)
  const found = files.find(({ name }) => name === wheel.file)
  if (found === undefined) throw fail(`it has no ${wheel.file}`)
  if (found.sha256 !== undefined && found.sha256 !== wheel.sha256) {
    throw errors.ENGINE_SETUP_CHECKSUM({ path: found.url, got: found.sha256, expected: wheel.sha256 })
  }
  return found.url
}

async function listedFiles(
  response: Response,
  fail: (reason: string, cause?: unknown) => Error,
): Promise<readonly Listed[]> {
  try {
    const text = await textOf(response)
    const isJson = response.headers.get('content-type')?.includes('json') === true
    return isJson ? filesOfJson(text, response.url) : filesOfHtml(text, response.url)
  } catch (cause) {
    throw fail(`its page could not be read: ${reasonOf(cause)}`, cause)
  }
}

async function textOf(response: Response): Promise<string> {
  const pieces: Uint8Array[] = []
  let bytes = 0
  for await (const piece of (response.body ?? []) as AsyncIterable<Uint8Array>) {
    bytes += piece.length
    if (bytes > MAX_BYTES) throw new Error(`it has more than ${MAX_BYTES} bytes`)
    pieces.push(piece)
  }
  return Buffer.concat(pieces).toString('utf8')
}

function filesOfJson(text: string, base: string): readonly Listed[] {
  const { files } = JSON.parse(text) as {
    readonly files: readonly {
      readonly filename: string
      readonly url: string
      readonly hashes?: { readonly sha256?: string }
    }[]
  }
  return files.map(({ filename, url, hashes }) => ({
    name: filename,
    url: new URL(url, base).href,
    sha256: hashes?.sha256,
  }))
}

/** Every link of the page; the last part of its address is the file's name, and its fragment the hash. */
function filesOfHtml(text: string, base: string): readonly Listed[] {
  const files: Listed[] = []
  const parser = new Parser({
    onopentag(name, { href }) {
      if (name !== 'a' || href === undefined || !URL.canParse(href, base)) return
      const url = new URL(href, base)
      const sha256 = /^#sha256=([0-9a-f]{64})$/.exec(url.hash)?.[1]
      url.hash = ''
      files.push({ name: decodeURIComponent(url.pathname.split('/').at(-1)!), url: url.href, sha256 })
    },
  })
  parser.end(text)
  return files
}
