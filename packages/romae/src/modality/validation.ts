import type { FinetuneOptions, Samples, TargetOptions } from '@romae/trainer/node'
import type { Command } from 'commander'
import { errors } from '../errors.ts'
import { count, openFraction } from '../run/run-options.ts'

/** Options of validation: its samples, metric and patience. */
export interface ValidationOptions {
  /** The part of the training samples. */
  readonly validation?: number
  /** Files instead. */
  readonly validationData?: readonly string[]
  readonly metric?: string
  readonly patience?: number
}

/** Adds `--validation`, `--validation-data`, `--metric` and `--patience` to a command. */
export function addValidationOptions(command: Command): Command {
  return command
    .option('--validation <fraction>', 'training samples kept to choose the best model by, once an epoch', openFraction)
    .option('--validation-data <files...>', 'files to choose the best model by, instead')
    .option(
      '--metric <name>',
      'what is best: loss (default), accuracy, macroF1, weightedF1; exactMatch, microF1; mse, rmse, mae',
    )
    .option('--patience <evaluations>', 'ends after so many in a row that are no better', count)
}

/**
 * @returns whether there is a validation
 * @throws RomaeError `APP_VALIDATION` for options that do not go together
 */
export function hasValidation({ validation, validationData, metric, patience }: ValidationOptions): boolean {
  const isGiven = validation !== undefined || validationData !== undefined
  if (validation !== undefined && validationData !== undefined) {
    throw errors.APP_VALIDATION({ problem: '--validation and --validation-data exclude each other' })
  }
  const idle = Object.entries({ '--metric': metric, '--patience': patience }).find(([, value]) => value !== undefined)
  if (!isGiven && idle !== undefined) {
    throw errors.APP_VALIDATION({ problem: `${idle[0]} has no effect without --validation or --validation-data` })
  }
  return isGiven
}

/** The trainer's evaluation option: evaluate after every epoch, and keep the best model. */
export function validationTask<Sample>(
  samples: Samples<Sample>,
  { labels, targets }: TargetOptions,
  { metric, patience }: ValidationOptions,
): NonNullable<FinetuneOptions<Sample>['evaluation']> {
  return {
    samples,
    ...(labels === undefined ? { targets: targets! } : { labels }),
    select: 'best',
    ...(metric !== undefined && { metric }),
    ...(patience !== undefined && { patience }),
  }
}
