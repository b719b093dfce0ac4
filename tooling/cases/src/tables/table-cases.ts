import type { Case } from '../case.ts'
import { labelCases } from './labels.ts'
import { pluginCases } from './plugins.ts'
import { rotationCases } from './rotation.ts'
import { statisticsCases } from './statistics.ts'

/** Tables, labels and models as people bring them. */
export const tableCases: readonly Case[] = [...labelCases, ...pluginCases, ...rotationCases, ...statisticsCases]
