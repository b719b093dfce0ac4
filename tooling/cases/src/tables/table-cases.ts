import type { Case } from '../case.ts'
import { animationCases } from './animations.ts'
import { cellCases } from './cells.ts'
import { channelCases } from './channels.ts'
import { classFolderCases } from './class-folders.ts'
import { copyCases } from './copies.ts'
import { filledFileCases } from './filled-files.ts'
import { labelCases } from './labels.ts'
import { modelCases } from './models.ts'
import { newDataCases } from './new-data.ts'
import { pluginCases } from './plugins.ts'
import { roleCases } from './roles.ts'
import { rotationCases } from './rotation.ts'
import { settingCases } from './settings.ts'
import { statisticsCases } from './statistics.ts'
import { timeUnitCases } from './time-units.ts'
import { timeCases } from './times.ts'
import { tsFileCases } from './ts-files.ts'
import { wavCases } from './wav-files.ts'
import { windowCases } from './windows.ts'

/** Tables, labels and models as people bring them. */
export const tableCases: readonly Case[] = [
  ...animationCases,
  ...cellCases,
  ...channelCases,
  ...classFolderCases,
  ...copyCases,
  ...filledFileCases,
  ...labelCases,
  ...modelCases,
  ...newDataCases,
  ...pluginCases,
  ...roleCases,
  ...rotationCases,
  ...settingCases,
  ...statisticsCases,
  ...tsFileCases,
  ...wavCases,
  ...timeUnitCases,
  ...timeCases,
  ...windowCases,
]
