import type { Case } from '../case.ts'
import { numberCases } from './numbers.ts'

/** Files, folders and settings of people who mean harm. */
export const hostileCases: readonly Case[] = [...numberCases]
