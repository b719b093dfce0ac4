import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { packAnew } from '../packed-install.ts'
import { runtimeHere } from '../packed-registry.ts'
import { runTurbo } from '../turbo.ts'
import { readWorkspace } from '../workspace.ts'
import { dependenciesFirst } from './dependencies-first.ts'
import { isPublished, publishTarball, type Registry } from './registry.ts'
import { writeVersion } from './write-version.ts'

const run = promisify(execFile)

export interface ReleaseOptions {
  readonly registry: Registry
  /** Everything but what others would see: nothing is published, and the repository stays as it is. */
  readonly dryRun: boolean
  /** ONNX Runtime's packages for all platforms, as a release has them, or for the one of this machine alone, as a trial needs them. */
  readonly platforms: 'all' | 'here'
  readonly say: (line: string) => void
}

export interface Released {
  readonly version: string
  /** Names of packages that were published, or would be. */
  readonly published: readonly string[]
}

/**
 * Releases what the repository's last commit holds: in a clone, so that what is published is what is committed, versions are written,
 * everything is built, checked, packed and published; then the commit with the versions comes into the repository, with a tag. What is
 * on the registry already is left out, so that a release that was broken off goes on.
 *
 * @throws Error where something is not committed, or a step fails
 */
export async function release(root: string, { registry, dryRun, platforms, say }: ReleaseOptions): Promise<Released> {
  const { stdout: uncommitted } = await git(root, 'status', '--porcelain')
  if (uncommitted !== '') throw new Error(`not committed:\n${uncommitted}`)
  const folder = await mkdtemp(path.join(tmpdir(), 'romae-publishing-'))
  const clone = path.join(folder, 'romae')
  try {
    await git(folder, 'clone', '--quiet', '--no-tags', root, clone)
    say('installing')
    await pnpm(clone, 'install', '--frozen-lockfile', '--prefer-offline')
    const version = await writeVersion(clone, registry)
    await pnpm(clone, 'install', '--lockfile-only', '--prefer-offline')
    await git(clone, 'add', '--all')
    await git(clone, ...author, 'commit', '--quiet', '--allow-empty', '--message', `Version ${version}`)
    say(`version ${version}: building and checking`)
    const { status, stdout } = runTurbo(clone, ['build', 'check:package', '--output-logs=errors-only'], 'capture')
    if (status !== 0) throw new Error(`the packages are not right:\n${stdout}`)
    const published = await publishAll(clone, folder, { registry, dryRun, platforms, say })
    if (!dryRun) {
      await git(root, 'pull', '--quiet', '--ff-only', clone, 'HEAD')
      await git(root, ...author, 'tag', '--annotate', '--message', `Version ${version}`, `v${version}`)
    }
    return { version, published }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** Where nobody has said who makes commits, as on machines that build. */
const author = ['-c', 'user.name=release', '-c', 'user.email=release@localhost'] as const

const git = (cwd: string, ...words: readonly string[]) => run('git', words, { cwd })
const pnpm = (cwd: string, ...words: readonly string[]) => run('pnpm', words, { cwd, maxBuffer: 2 ** 26 })

async function publishAll(
  clone: string,
  folder: string,
  { registry, dryRun, platforms, say }: ReleaseOptions,
): Promise<string[]> {
  const { packages } = await readWorkspace(clone)
  const wanted = packages.filter(
    ({ name, published, runtime }) => published || (runtime && (platforms === 'all' || name === runtimeHere)),
  )
  const published: string[] = []
  for (const owner of dependenciesFirst(wanted)) {
    const { name, manifest } = owner
    if (await isPublished(registry, name, manifest.version)) {
      say(`${name}@${manifest.version} is there`)
      continue
    }
    await publishTarball(registry, await packAnew(clone, owner, folder), dryRun)
    say(`${name}@${manifest.version} ${dryRun ? 'would be published' : 'published'}`)
    published.push(name)
  }
  return published
}
