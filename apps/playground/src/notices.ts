import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { readTextFile } from '@romae/internal/files'
import licenses from 'spdx-license-list/full.js'

/** Whose work it is, of packages that ship no licence of their own, by name or scope, as their repositories say it. */
const holders: Readonly<Record<string, string>> = {
  '@tensorflow': 'Copyright Google LLC and the contributors of TensorFlow.js',
  'onnxruntime-web': 'Copyright (c) Microsoft Corporation',
  'vega-datasets': 'Copyright (c) University of Washington Interactive Data Lab and vega-datasets contributors',
}

/** What a package is built from that is in no manifest. */
const within: Readonly<Record<string, (version: string) => string>> = {
  'onnxruntime-web': (version) =>
    `What ONNX Runtime is built from: https://github.com/microsoft/onnxruntime/blob/v${version}/ThirdPartyNotices.txt`,
}

interface Manifest {
  readonly name: string
  readonly version: string
  readonly license?: string
  readonly author?: string | { readonly name?: string }
}

/**
 * The licences of what a page is made of.
 *
 * @param sources paths of its modules; those of packages of this repository need no notice
 * @throws Error that names a package of which nothing says under what licence it is
 */
export async function noticesOf(sources: Iterable<string>): Promise<string> {
  const folders = new Set<string>()
  for (const source of sources) {
    const folder = packageFolder(source)
    if (folder !== null) folders.add(folder)
  }
  const notices = new Map<string, string>()
  for (const folder of folders) {
    const manifest = JSON.parse(await readTextFile(join(folder, 'package.json'), 1e6)) as Manifest
    notices.set(`${manifest.name} ${manifest.version}`, await noticeOf(folder, manifest))
  }
  const names = [...notices.keys()].sort()
  return `What this page is made of besides RoMAE, and under which licences.\n\n${names
    .map((name) => `${'='.repeat(80)}\n${name}\n\n${notices.get(name)}\n`)
    .join('\n')}`
}

/** The folder of the package that a module is of: what follows the last `node_modules`. */
function packageFolder(source: string): string | null {
  const [path] = source.replace(/^\0/, '').split('?') as [string]
  const found = /^(.*[\\/]node_modules[\\/](?:@[^\\/]+[\\/])?[^\\/]+)[\\/]/.exec(path)
  return found === null ? null : found[1]!
}

async function noticeOf(folder: string, { name, version, license, author }: Manifest): Promise<string> {
  const file = (await readdir(folder)).find((one) => /^licen[cs]e(?:\.(?:md|txt))?$/i.test(one))
  const note = within[name]?.(version)
  const beside = note === undefined ? '' : `\n\n${note}`
  if (file !== undefined) return `${(await readTextFile(join(folder, file), 1e6)).trim()}${beside}`
  const texts = (license ?? '').split(' AND ').map((one) => licenses[one as keyof typeof licenses]?.licenseText)
  const holder = holders[name] ?? holders[name.split('/')[0]!] ?? copyrightOf(author)
  if (texts.includes(undefined) || holder === null) {
    throw new Error(
      `${name} ${version} is in the page, and has no file with its licence (${license ?? 'none is named'}): ` +
        'say in apps/playground/src/notices.ts whose it is',
    )
  }
  const own = texts.map((text) => text!.replace(/^(?:MIT License\s+)?Copyright \(c\) <.*$/m, '').trim())
  return `${holder}\n\n${own.join('\n\n')}${beside}`
}

function copyrightOf(author: Manifest['author']): string | null {
  const name = typeof author === 'string' ? author : author?.name
  return name === undefined ? null : `Copyright (c) ${name}`
}
