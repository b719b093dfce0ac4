import type { Variant } from '@romae/app-common'
import { rowsOf } from './parts.ts'
import type { Preset, Task } from './tasks.ts'

/** The rows of one table: the same runs, but for the parts. */
export async function ablationVariants(
  name: string,
  { parts, open }: Task,
  given: { readonly preset: Preset; readonly data: string | null; readonly set: readonly string[] },
): Promise<Variant[]> {
  const variantWith = await open(given.preset, given.data)
  const variants: Variant[] = []
  for (const { key, label, assignments } of rowsOf(parts)) {
    // Rows have other folders than the table's.
    const { published: _, stages: __, ...own } = await variantWith([...assignments, ...given.set])
    const experiment = `ablation/${name}/${key}`
    variants.push({ ...own, experiment, key, label: `${name}: ${label}` })
  }
  return variants
}
