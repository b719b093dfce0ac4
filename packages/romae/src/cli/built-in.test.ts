import { expect, it } from 'vitest'
import { builtIn, endings } from './built-in.ts'

it.each(Object.keys(builtIn))('has the endings that the modality %s names', async (name) => {
  const { extensions = [] } = await builtIn[name]!()
  const known = Object.keys(endings).filter((ending) => endings[ending] === name)
  expect(known.sort()).toEqual([...extensions].sort())
})
