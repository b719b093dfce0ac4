import type { Case } from '../case.ts'
import { pluginCases } from './plugins.ts'
import { rotationCases } from './rotation.ts'

/** Tables, labels and models as people bring them. */
export const tableCases: readonly Case[] = [...pluginCases, ...rotationCases]
