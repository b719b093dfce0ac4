import { existsSync } from 'node:fs'
import { mkdir, rename, rm, symlink } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { errors } from '../../errors.ts'
import type { Requirements } from './requirements.ts'
import { isolated, runCommand } from './run-command.ts'
import type { TfjsNodePackage } from './tfjs-node-package.ts'

/** Takes libtensorflow and the headers of its C interface out of a wheel, which is a zip file. */
const extraction = `
import re, sys, zipfile
wanted = re.compile(r'tensorflow/(libtensorflow_(cc|framework)\\.so\\.2|include/(.*/)?(tensorflow|tsl)/(c/.*|platform/ctstring.*|core/platform/ctstring.*)\\.h)')
with zipfile.ZipFile(sys.argv[1]) as wheel:
    wheel.extractall(sys.argv[2], [name for name in wheel.namelist() if wanted.fullmatch(name)])
`

/**
 * Puts libtensorflow into the package and builds its addon against it, as the package's own build file would. Nothing of
 * the package is changed. The addon comes last: where it is, all is.
 *
 * @throws RomaeError `ENGINE_SETUP_BUILD`
 */
export async function buildAddon(
  target: TfjsNodePackage,
  wheel: string,
  { python, compiler, headers }: Requirements,
): Promise<void> {
  await removeAddon(target)
  const { folder, dependencies, addon, napiVersion } = target
  const partial = `${dependencies}.partial`
  await rm(partial, { recursive: true, force: true })
  const extracted = await runCommand(python, [isolated, '-c', extraction, wheel, partial])
  if (!extracted.ok) throw errors.ENGINE_SETUP_BUILD({ step: `unpacking ${wheel}`, reason: extracted.reason })
  await mkdir(join(partial, 'lib'))
  for (const [library, link] of [
    ['libtensorflow_cc.so.2', 'libtensorflow.so'],
    ['libtensorflow_framework.so.2', 'libtensorflow_framework.so'],
  ] as const) {
    await rename(join(partial, 'tensorflow', library), join(partial, 'lib', library))
    await symlink(library, join(partial, 'lib', link))
  }
  await rename(join(partial, 'tensorflow', 'include'), join(partial, 'include'))
  await rm(join(partial, 'tensorflow'), { recursive: true })
  await rename(partial, dependencies)

  await mkdir(dirname(addon), { recursive: true })
  const unfinished = `${addon}.partial`
  const compiled = await runCommand(compiler, [
    ...['-std=c++17', '-O2', '-shared', '-fPIC', `-DNAPI_VERSION=${napiVersion}`],
    ...[folder, join(dependencies, 'include'), headers].map((include) => `-I${include}`),
    ...['tfjs_backend.cc', 'tfjs_binding.cc'].map((source) => join(folder, 'binding', source)),
    ...['-o', unfinished, `-L${join(dependencies, 'lib')}`, '-ltensorflow', '-ltensorflow_framework'],
    // The addon is two folders below the package's.
    '-Wl,-rpath,$ORIGIN/../../deps/lib',
  ])
  if (!compiled.ok) throw errors.ENGINE_SETUP_BUILD({ step: `compiling with ${compiler}`, reason: compiled.reason })
  await rename(unfinished, addon)
}

/** Removes what `buildAddon` made; whether there was anything. */
export async function removeAddon({ dependencies, addon }: TfjsNodePackage): Promise<boolean> {
  const present = existsSync(addon) || existsSync(dependencies)
  // The addon first: without it, nobody takes the rest for whole.
  for (const path of [addon, `${addon}.partial`, dependencies, `${dependencies}.partial`]) {
    await rm(path, { recursive: true, force: true })
  }
  return present
}
