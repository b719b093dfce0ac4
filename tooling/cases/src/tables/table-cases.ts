import type { Case } from '../case.ts'

/** Tables, labels and models as people bring them. */
export const tableCases: readonly Case[] = []
