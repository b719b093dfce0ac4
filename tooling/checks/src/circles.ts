/**
 * The circles of a graph: its strongly connected components of more than one node, by Tarjan's algorithm (1972).
 *
 * @param arrows of each node, the nodes that it names; a name that is no node is passed over
 * @returns the nodes of each circle, sorted
 */
export function circlesOf(arrows: ReadonlyMap<string, readonly string[]>): string[][] {
  const circles: string[][] = []
  /** When a node was first seen, and the first-seen node that it leads back to. */
  const seen = new Map<string, { readonly at: number; low: number; open: boolean }>()
  const stack: string[] = []

  const visit = (node: string) => {
    const own = { at: seen.size, low: seen.size, open: true }
    seen.set(node, own)
    stack.push(node)
    for (const target of arrows.get(node) ?? []) {
      if (!arrows.has(target)) continue
      const other = seen.get(target) ?? visit(target)
      if (other.open) own.low = Math.min(own.low, other.low)
    }
    if (own.low === own.at) close(stack.splice(stack.indexOf(node)))
    return own
  }

  const close = (component: readonly string[]) => {
    for (const node of component) seen.get(node)!.open = false
    if (component.length > 1) circles.push(component.toSorted())
  }

  for (const node of arrows.keys()) if (!seen.has(node)) visit(node)
  return circles
}
