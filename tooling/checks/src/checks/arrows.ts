import { readFileSync } from 'node:fs'
import { isBuiltin } from 'node:module'
import path from 'node:path'
import { type Check, type Violation, violationsResult } from '../check.ts'
import { moduleReferences, packageOf } from '../imports.ts'
import { importsForTheUser, inlinedPackages, isTensorLibrary, type Layer, layers } from '../layers.ts'
import { lineOf } from '../line-of.ts'
import {
  internalTargets,
  isOurs,
  readWorkspace,
  scriptFiles,
  type Workspace,
  type WorkspacePackage,
} from '../workspace.ts'

/** Imports and manifests follow the arrows of docs/architecture.md, and agree with each other. */
export const arrows: Check = {
  name: 'arrows',
  description: 'imports and dependencies follow the arrows between the packages',
  async run(root) {
    const workspace = await readWorkspace(root)
    const violations: Violation[] = []
    let imports = 0
    for (const owner of workspace.packages) {
      violations.push(...manifestViolations(workspace, owner))
      for (const file of scriptFiles(path.join(root, owner.directory))) {
        const text = readFileSync(path.join(root, owner.directory, file), 'utf8')
        for (const { specifier, line } of moduleReferences(file, text)) {
          imports += 1
          const broken = importViolation(owner, file, specifier)
          if (broken) violations.push({ path: `${owner.directory}/${file}`, line, ...broken })
        }
      }
    }
    return violationsResult(violations, { count: imports, what: `imports of ${workspace.packages.length} packages` })
  },
}

type Broken = Pick<Violation, 'rule' | 'problem'>

/** Packages have a layer; apps, examples and tooling stand above all of them. */
function isLayered(owner: WorkspacePackage): boolean {
  return owner.directory.startsWith('packages/')
}

/** What users get. The rest (tests, their helpers, settings, apps, tools) may use whatever its package.json declares. */
function isShipped(owner: WorkspacePackage, file: string): boolean {
  if (!isLayered(owner) || !file.startsWith('src/') || /\.test(-d)?\.ts$/.test(file)) return false
  const excluded = (owner.manifest.files ?? []).filter((entry) => entry.startsWith('!')).map((entry) => entry.slice(1))
  return !excluded.some((entry) => file === entry || file.startsWith(`${entry}/`))
}

function importViolation(owner: WorkspacePackage, file: string, specifier: string | null): Broken | undefined {
  const shipped = isShipped(owner, file)
  if (specifier === null) {
    if (!shipped || importsForTheUser.includes(`${owner.directory}/${file}`)) return undefined
    return { rule: 'computed-import', problem: 'a computed module name cannot be checked; write it out' }
  }
  if (specifier.startsWith('#')) {
    const targets = internalTargets(owner.manifest, specifier)
    if (targets.length === 0) {
      return { rule: 'undeclared', problem: `${specifier} is not in the imports of ${owner.directory}/package.json` }
    }
    // Targets within the package are relative to its folder, not to the file: nothing of them is left to check.
    const outside = targets.filter((target) => !target.startsWith('./'))
    return outside.map((target) => importViolation(owner, file, target)).find((broken) => broken !== undefined)
  }
  if (specifier.startsWith('.')) {
    const target = path.posix.normalize(path.posix.join(path.posix.dirname(file), specifier))
    if (!target.startsWith('..')) return undefined
    return { rule: 'leaves-the-package', problem: `"${specifier}" reaches outside ${owner.directory}` }
  }
  const name = isBuiltin(specifier) ? specifier : packageOf(specifier)
  if (name === owner.name) return undefined
  const arrow = shipped && !inlinedPackages.includes(name) ? arrowViolation(owner, name) : undefined
  return arrow ?? (isBuiltin(specifier) ? undefined : undeclared(owner, name, shipped))
}

/** Whether the layer of `owner` lets it use `name`, a package of this repository, an outside one or a Node module. */
function arrowViolation(owner: WorkspacePackage, name: string): Broken | undefined {
  const layer = layers[owner.name]
  if (!layer) return undefined // said once, at the manifest
  if (isTensorLibrary(name)) {
    if (layer.tensors) return undefined
    return { rule: 'no-tensor-library', problem: `${owner.name} may not use ${name}: data crosses as typed arrays` }
  }
  if (layer.role === 'contract') {
    return {
      rule: 'contract-stands-alone',
      problem: `${owner.name} may use nothing but its own files; it uses ${name}`,
    }
  }
  if (!isOurs(name) || layer.mayUse.includes(name)) return undefined
  return { rule: ruleOf(owner, layer, name), problem: `${owner.name} may use ${among(layer)}; it uses ${name}` }
}

function ruleOf(owner: WorkspacePackage, layer: Layer, name: string): string {
  if (layer.role === 'modality') return 'modality-uses-only-the-contract'
  if (owner.name === '@romae/core' && layers[name]?.role === 'modality') return 'core-knows-no-modality'
  return 'against-the-arrows'
}

function among({ mayUse }: Layer): string {
  return mayUse.length === 0 ? 'no other package of this repository' : `only ${mayUse.join(', ')}`
}

function undeclared(owner: WorkspacePackage, name: string, shipped: boolean): Broken | undefined {
  const { dependencies, peerDependencies, optionalDependencies, devDependencies } = owner.manifest
  const declared = { ...dependencies, ...peerDependencies, ...optionalDependencies }
  if (name in declared || (name in (devDependencies ?? {}) && (!shipped || inlinedPackages.includes(name))))
    return undefined
  const where = shipped && !inlinedPackages.includes(name) ? 'dependencies or peerDependencies' : 'devDependencies'
  return {
    rule: 'undeclared',
    problem: `${name} is imported but not in the ${where} of ${owner.directory}/package.json`,
  }
}

function manifestViolations(workspace: Workspace, owner: WorkspacePackage): Violation[] {
  if (!isLayered(owner)) return []
  const manifestPath = `${owner.directory}/package.json`
  const layer = layers[owner.name]
  if (!layer) {
    const problem = `${owner.name} has no layer; give it one in tooling/checks/src/layers.ts`
    return [{ path: manifestPath, rule: 'no-layer', problem }]
  }
  const text = readFileSync(path.join(workspace.root, manifestPath), 'utf8')
  const unpublished = new Set(
    workspace.packages.filter(({ published, runtime }) => !(published || runtime)).map(({ name }) => name),
  )

  return (['dependencies', 'peerDependencies', 'optionalDependencies'] as const).flatMap((field) =>
    Object.keys(owner.manifest[field] ?? {}).flatMap((name) => {
      const broken = dependencyViolation(owner, layer, { name, field, installable: !unpublished.has(name) })
      return broken ? [{ path: manifestPath, line: lineOf(text, `"${name}"`, `"${field}"`), ...broken }] : []
    }),
  )
}

function dependencyViolation(
  owner: WorkspacePackage,
  layer: Layer,
  { name, field, installable }: { name: string; field: string; installable: boolean },
): Broken | undefined {
  if (!installable) {
    return { rule: 'private-dependency', problem: `${name} is private: users could not install ${owner.name}` }
  }
  if (layer.role === 'modality' && name === '@romae/tokenizer' && field !== 'peerDependencies') {
    return { rule: 'contract-is-a-peer', problem: `${name} belongs in peerDependencies, so that one copy is installed` }
  }
  return arrowViolation(owner, name)
}
