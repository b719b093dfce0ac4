import { expect, it } from 'vitest'
import { readWorkspace, repositoryRoot } from '../workspace.ts'
import { dependenciesFirst } from './dependencies-first.ts'

it('has every package behind all that it needs', async () => {
  const { packages } = await readWorkspace(repositoryRoot)
  const wanted = packages.filter(({ published, runtime }) => published || runtime)
  const ordered = dependenciesFirst(wanted)
  expect(ordered.map(({ name }) => name).sort()).toEqual(wanted.map(({ name }) => name).sort())
  const early = ordered.flatMap(({ name, manifest }, at) => {
    const needed = Object.keys({
      ...manifest.dependencies,
      ...manifest.optionalDependencies,
      ...manifest.peerDependencies,
    })
    return needed
      .filter((other) => ordered.findIndex((owner) => owner.name === other) > at)
      .map((other) => [name, other])
  })
  expect(early).toEqual([])
})
