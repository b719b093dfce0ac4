import type { WorkspacePackage } from '../workspace.ts'

/**
 * Packages in an order in which each stands behind those that it needs, so that whatever is on the registry can be installed. Those
 * that need each other, through a peer, stay in the order of the list.
 */
export function dependenciesFirst(packages: readonly WorkspacePackage[]): WorkspacePackage[] {
  const byName = new Map(packages.map((owner) => [owner.name, owner]))
  const ordered = new Set<WorkspacePackage>()
  const entered = new Set<WorkspacePackage>()
  const place = (owner: WorkspacePackage) => {
    if (entered.has(owner)) return
    entered.add(owner)
    const { dependencies, optionalDependencies, peerDependencies } = owner.manifest
    for (const name of Object.keys({ ...dependencies, ...optionalDependencies, ...peerDependencies })) {
      const needed = byName.get(name)
      if (needed !== undefined) place(needed)
    }
    ordered.add(owner)
  }
  packages.forEach(place)
  return [...ordered]
}
