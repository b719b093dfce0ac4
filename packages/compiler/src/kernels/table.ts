import { creationKernels } from './creation.ts'
import type { KernelDefinition, KernelTable } from './definition.ts'
import { elementwiseKernels } from './elementwise.ts'
import { extensionKernels } from './extensions.ts'
import { indexingKernels } from './indexing.ts'
import { movementKernels } from './movement.ts'
import { productKernels } from './products.ts'
import { reductionKernels } from './reductions.ts'

/** Families of kernels by name, in the order of the README's list. */
export const kernelFamilies: Readonly<Record<string, KernelTable>> = {
  Elementwise: elementwiseKernels,
  'Reductions and scans': reductionKernels,
  Movement: movementKernels,
  Products: productKernels,
  Indexing: indexingKernels,
  Creation: creationKernels,
  Extensions: extensionKernels,
}

const kernels = new Map<string, KernelDefinition>(Object.values(kernelFamilies).flatMap(Object.entries))

/** Every kernel that `record` knows, by name. */
export const knownKernels: readonly string[] = [...kernels.keys()].sort()

export function findKernel(kernel: string): KernelDefinition | undefined {
  return kernels.get(kernel)
}
