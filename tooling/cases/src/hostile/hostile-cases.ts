import type { Case } from '../case.ts'
import { archiveCases } from './archives.ts'
import { formulaCases } from './formulas.ts'
import { graphCacheCases } from './graph-cache.ts'
import { limitCases } from './limits.ts'
import { linkCases } from './links.ts'
import { numberCases } from './numbers.ts'
import { pipeCases } from './pipes.ts'
import { reportCases } from './reports.ts'
import { runFolderCases } from './run-folders.ts'
import { runLockCases } from './run-locks.ts'
import { runSettingsCases } from './run-settings.ts'
import { setupCases } from './setup.ts'
import { telemetryCases } from './telemetry.ts'
import { terminalCases } from './terminal.ts'
import { tornModelCases } from './torn-models.ts'

/** Files, folders and settings of people who mean harm. */
export const hostileCases: readonly Case[] = [
  ...archiveCases,
  ...formulaCases,
  ...graphCacheCases,
  ...limitCases,
  ...linkCases,
  ...numberCases,
  ...pipeCases,
  ...reportCases,
  ...runFolderCases,
  ...runLockCases,
  ...runSettingsCases,
  ...setupCases,
  ...telemetryCases,
  ...terminalCases,
  ...tornModelCases,
]
