import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { Check } from '../check.ts'
import { isTensorLibrary, layers } from '../layers.ts'
import { installPacked, type PackedInstall, packPackage, runInstalled } from '../packed-install.ts'
import { runTurbo } from '../turbo.ts'
import { isOurs, readWorkspace, type WorkspacePackage } from '../workspace.ts'

/** What a user does first with a package, in a folder where nothing else is installed. */
const firstUses: Readonly<Record<string, string>> = {
  '@romae/audio': `
    import { filterBank, fromSamples, spectrogramTokenizer } from '@romae/audio'
    const sound = fromSamples({ id: 'a', rate: 8000, samples: Float32Array.from({ length: 4000 }, (_, i) => Math.sin(i)) })
    const spectrogram = (await filterBank({ rate: 8000, bins: 64 }))(sound)
    if (spectrogramTokenizer.fit([spectrogram]).tokenize(spectrogram).length === 0) throw new Error('no tokens')`,
  '@romae/datasets': `
    import { generateSpirals, openElasticc } from '@romae/datasets'
    if (generateSpirals({ seed: 1, train: 2 }).train.count !== 2) throw new Error('2 spirals expected')
    const error = await openElasticc(process.execPath).catch((caught) => caught)
    if (error.code !== 'DATASETS_NO_H5WASM' || !error.message.includes('npm install h5wasm')) throw error`,
  '@romae/image': `
    import { decodeImage, imageFromPixels, imageTokenizer } from '@romae/image'
    const image = imageFromPixels({ id: 'a', height: 8, width: 8, data: new Uint8Array(192) })
    if (imageTokenizer({ patch: [4, 4] }).tokenize(image).length !== 4) throw new Error('4 tokens expected')
    const error = await decodeImage(Uint8Array.of(1)).catch((caught) => caught)
    if (error.code !== 'IMAGE_NO_SHARP' || !error.message.includes('npm install sharp')) throw error`,
  '@romae/timeseries': `
    import { fromGrid, observationTokenizer } from '@romae/timeseries'
    const series = fromGrid({ id: 'a', times: [0, 1, 2], values: [[1, 2, 4]] })
    if (observationTokenizer.fit([series]).tokenize(series).length !== 3) throw new Error('3 tokens expected')`,
}

/** A modality alone brings neither a tensor library, nor an image library, nor another modality. */
export const packages: Check = {
  name: 'packages',
  description:
    'packed tarballs, installed alone with npm: they work, and bring no tensor library, no sharp, no other modality',
  async run(root) {
    const { status } = runTurbo(root, ['build', '--output-logs=errors-only'], 'capture')
    if (status !== 0) return { ok: false, figure: 'the build failed' }
    const { packages: all } = await readWorkspace(root)
    const published = all.filter((owner) => owner.published)
    const folder = await mkdtemp(path.join(tmpdir(), 'romae-packages-'))
    const problems: string[] = []
    const listing: string[] = []
    try {
      const tarballs = new Map<string, string>()
      for (const owner of published) tarballs.set(owner.name, await packPackage(root, owner, folder))
      const alone = published.filter(({ name }) => !layers[name]!.tensors)
      for (const owner of alone) {
        const own = [owner.name, ...peersOf(owner)].flatMap((name) => tarballs.get(name) ?? [])
        const install = await installPacked(path.join(folder, path.basename(owner.directory)), own)
        listing.push(`${owner.name}: ${install.packages.join(', ')}`)
        problems.push(...unwanted(owner, install.packages), ...(await firstUseProblems(owner, install)))
      }
      return {
        ok: problems.length === 0 && alone.length > 0,
        figure: `packages that came along unasked, or do not work, in ${alone.length} installs: ${problems.length}`,
        details: problems,
        listing,
      }
    } finally {
      await rm(folder, { recursive: true, force: true })
    }
  },
}

/** The packages that a user has to install besides: peers that are not optional. */
function peersOf({ manifest }: WorkspacePackage): string[] {
  const optional = (manifest.peerDependenciesMeta ?? {}) as Readonly<Record<string, { optional?: boolean }>>
  return Object.keys(manifest.peerDependencies ?? {}).filter((name) => optional[name]?.optional !== true)
}

/** What came along with a package that must not, by the list of all that is installed (`name@version`). */
export function unwanted({ name, manifest }: WorkspacePackage, installed: readonly string[]): string[] {
  const allowed = new Set([name, ...layers[name]!.mayUse, ...Object.keys(manifest.dependencies ?? {})])
  return installed
    .map((entry) => entry.slice(0, entry.lastIndexOf('@')))
    .filter((other) => {
      if (isOurs(other)) return !allowed.has(other)
      return isTensorLibrary(other) || other === 'sharp' || other.startsWith('@img/')
    })
    .map((other) => `installing ${name} alone brings ${other}`)
}

async function firstUseProblems({ name }: WorkspacePackage, install: PackedInstall): Promise<string[]> {
  const source = firstUses[name] ?? `await import('${name}')`
  try {
    await runInstalled(install, source)
    return []
  } catch (error) {
    return [`${name} does not work where it is alone: ${error instanceof Error ? error.message : String(error)}`]
  }
}
